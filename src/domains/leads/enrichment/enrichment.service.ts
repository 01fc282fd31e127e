import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { Lead } from '../lead.answers.dto.js';
import { LeadNotFound } from '../lead.errors.js';
import { LeadService } from '../lead.service.js';
import { Enricher } from './enricher.js';
import { EnrichmentWriter } from './enrichment-writer.js';
import type { EnrichLead, KeptEnrichment, LeadEnrichment, ProviderInfo } from './enrichment.dto.js';
import { EnrichmentRepository } from './enrichment.repository.js';
import { ProviderList } from './provider-list.js';
import type { LeadInsights } from './providers/insights.js';
import { Spending } from './spending.js';
import type { InsightSource } from './write-plan.js';

/** What others know of leads: asked for, kept as long as it holds, and written where nobody else has said something. */
@Injectable()
export class EnrichmentService {
  constructor(
    private readonly database: Database,
    private readonly leads: LeadService,
    private readonly providers: ProviderList,
    private readonly enricher: Enricher,
    private readonly findings: EnrichmentRepository,
    private readonly writer: EnrichmentWriter,
  ) {}

  list(ownerId: string): Promise<ProviderInfo[]> {
    return this.providers.told(ownerId);
  }

  /** Asks about one lead; a provider that fails does not hold up the others. */
  async enrich(
    ownerId: string,
    leadId: string,
    { providers, force }: EnrichLead,
    signal: AbortSignal,
  ): Promise<LeadEnrichment> {
    const lead = await this.leads.get(ownerId, leadId);
    const choices = await this.providers.chosen(ownerId, providers);
    const spending = new Spending(null);
    const enriched = await this.enricher.enrich(ownerId, lead, { choices, force, spending, signal });
    return {
      lead_id: lead.id,
      results: enriched.results,
      cost_micros: spending.spent,
      enriched_data: enriched.lead.enriched_data,
    };
  }

  /** What providers have said of a lead, newest first. */
  async said(
    ownerId: string,
    leadId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<KeptEnrichment>> {
    const lead = await this.leads.get(ownerId, leadId);
    const { items, nextCursor } = await this.findings.list(ownerId, lead.id, page);
    return {
      items: items.map(({ id, provider, fields, cost_micros, fetched_at, expires_at }) => {
        return { id, provider, fields: [...fields], cost_micros, fetched_at, expires_at };
      }),
      nextCursor,
    };
  }

  /** Keeps insights that an agent has come to with the lead. */
  keepInsights(ownerId: string, { id }: Lead, insights: LeadInsights, source: InsightSource): Promise<void> {
    return this.database.transaction(async () => {
      const held = await this.findings.hold(ownerId, id);
      if (!held) throw new LeadNotFound();
      await this.writer.writeInsights(ownerId, held, insights, source);
    });
  }
}
