import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import { LeadNotFound } from '../../lead.errors.js';
import { SegmentService } from '../../segments/segment.service.js';
import type { EnrichLeads } from '../enrichment.dto.js';
import { ProviderList } from '../provider-list.js';
import type { EnrichmentRun } from './enrichment-run.dto.js';
import {
  EnrichmentNeedsLeads,
  EnrichmentRunNotFound,
  EnrichmentRunOver,
  EnrichmentTooMany,
  EnrichmentUnderWay,
  SegmentStillFilling,
} from './enrichment-run.errors.js';
import { EnrichManyJob } from './enrichment-run.jobs.js';
import { EnrichmentRunRepository } from './enrichment-run.repository.js';

const MEMBERS_AT_MOST = 50_000;

/** Others asked about many leads, in the background. */
@Injectable()
export class EnrichmentRunService {
  constructor(
    private readonly database: Database,
    private readonly runs: EnrichmentRunRepository,
    private readonly providers: ProviderList,
    private readonly segments: SegmentService,
    private readonly jobs: Jobs,
  ) {}

  /** Begins a run over the named leads, or over whoever is in a segment now; refused while another is under way. */
  async start(ownerId: string, wanted: EnrichLeads): Promise<EnrichmentRun> {
    const { providers, force, lead_ids: leadIds, segment_id: segmentId, max_cost_micros } = wanted;
    if ((leadIds === undefined) === (segmentId === undefined)) throw new EnrichmentNeedsLeads();
    await this.providers.chosen(ownerId, providers);
    try {
      return await this.database.transaction(async () => {
        const runId = await this.runs.add(ownerId, {
          providers: providers ?? null,
          force,
          segmentId: segmentId ?? null,
          maxCostMicros: max_cost_micros ?? null,
        });
        if (leadIds) await this.takeLeads(ownerId, runId, leadIds);
        if (segmentId !== undefined) await this.takeMembers(ownerId, runId, segmentId);
        await this.jobs.send(EnrichManyJob, { ownerId, runId });
        return this.get(ownerId, runId);
      });
    } catch (error) {
      throw breaksUnique(error, 'lead_enrichment_runs_open') ? new EnrichmentUnderWay() : error;
    }
  }

  list(ownerId: string, page: PageQuery): Promise<Page<EnrichmentRun>> {
    return this.runs.list(ownerId, page);
  }

  async get(ownerId: string, runId: string): Promise<EnrichmentRun> {
    const run = isUuid(runId) ? await this.runs.find(ownerId, runId) : undefined;
    if (!run) throw new EnrichmentRunNotFound();
    return run;
  }

  /** Questions that are under way end; what they say is still written. */
  async cancel(ownerId: string, runId: string): Promise<EnrichmentRun> {
    await this.get(ownerId, runId);
    if (!(await this.runs.end(ownerId, runId, 'cancelled'))) throw new EnrichmentRunOver();
    return this.get(ownerId, runId);
  }

  private async takeLeads(ownerId: string, runId: string, leadIds: readonly string[]): Promise<void> {
    const ids = [...new Set(leadIds.map((id) => id.toLowerCase()))];
    if ((await this.runs.takeLeads(ownerId, runId, ids)) < ids.length) throw new LeadNotFound();
  }

  private async takeMembers(ownerId: string, runId: string, segmentId: string): Promise<void> {
    const { filling } = await this.segments.get(ownerId, segmentId);
    if (filling) throw new SegmentStillFilling();
    const taken = await this.runs.takeMembers(ownerId, runId, { segmentId, atMost: MEMBERS_AT_MOST + 1 });
    if (taken > MEMBERS_AT_MOST) throw new EnrichmentTooMany(MEMBERS_AT_MOST);
  }
}
