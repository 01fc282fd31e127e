import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { decodeCursor } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { ListedJson } from '#platform/http/listed';
import type { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import type { Lead } from './lead.answers.dto.js';
import type { AudienceFilter, AudienceMember, ConsentQuestion } from './audiences/audience.js';
import { AudienceRepository } from './audiences/audience.repository.js';
import type { CreateLead, LeadSearchQuery, UpdateLead } from './lead.dto.js';
import { LeadAlreadyExists, LeadNotFound } from './lead.errors.js';
import { ConsentWithdrawnJob } from './lead.jobs.js';
import { type LeadFilter, LeadRepository } from './lead.repository.js';

/** The people who might buy. */
@Injectable()
export class LeadService {
  constructor(
    private readonly database: Database,
    private readonly leads: LeadRepository,
    private readonly audiences: AudienceRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Newest first, as JSON written by Postgres. */
  list(ownerId: string, filter: LeadFilter, page: PageQuery): Promise<ListedJson> {
    return this.leads.list(ownerId, filter, page);
  }

  /** The caller's own leads whose name, address, company, title or industry contains the text, newest first. */
  search({ q, limit, cursor, offset }: LeadSearchQuery): Promise<ListedJson> {
    const skip = cursor === undefined ? (offset ?? 0) : Math.trunc(Number(decodeCursor(cursor, 1)[0])) || 0;
    const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    return this.leads.search(pattern, limit, Math.min(Math.max(skip, 0), 1_000_000));
  }

  async get(ownerId: string, leadId: string): Promise<Lead> {
    const lead = isUuid(leadId) ? await this.leads.find(ownerId, leadId) : undefined;
    if (!lead) throw new LeadNotFound();
    return lead;
  }

  async create(ownerId: string, wanted: CreateLead): Promise<Lead> {
    const lead = await this.leads.add(ownerId, wanted);
    if (!lead) throw new LeadAlreadyExists(wanted.email);
    return lead;
  }

  /** Changes what is named. Withdrawn consent is told to whoever sends mail, in the same transaction. */
  async update(ownerId: string, leadId: string, changes: UpdateLead): Promise<Lead> {
    try {
      return await this.database.transaction(async () => {
        const before = await this.get(ownerId, leadId);
        const lead = await this.leads.change(ownerId, leadId, changes);
        if (!lead) throw new LeadNotFound();
        if (lead.consent === 'withdrawn' && before.consent !== 'withdrawn' && lead.email)
          await this.jobs.send(ConsentWithdrawnJob, { ownerId, email: lead.email });
        return lead;
      });
    } catch (error) {
      throw breaksUnique(error, 'leads_address') ? new LeadAlreadyExists(changes.email ?? '') : error;
    }
  }

  /** Withdrawn consent outlives the lead: it is told to whoever sends mail, in the same transaction. */
  remove(ownerId: string, leadId: string): Promise<void> {
    return this.database.transaction(async () => {
      const lead = isUuid(leadId) ? await this.leads.remove(ownerId, leadId) : undefined;
      if (!lead) throw new LeadNotFound();
      if (lead.consent === 'withdrawn' && lead.email)
        await this.jobs.send(ConsentWithdrawnJob, { ownerId, email: lead.email });
    });
  }

  /**
   * Leads that are meant, in the order of their ids: pass the last `leadId` as `after` to go on. Those who have withdrawn
   * consent are marked; a lead without an address is never among them.
   */
  audience(
    ownerId: string,
    filter: AudienceFilter,
    after: string | null,
    limit: number,
  ): Promise<AudienceMember[]> {
    return this.audiences.members(ownerId, filter, after, limit);
  }

  /** The ids of those who have withdrawn consent, of whichever owners. Who is nobody's lead has no consent to withdraw. */
  withdrawnAmong(questions: readonly ConsentQuestion[]): Promise<ReadonlySet<string>> {
    return this.audiences.withdrawn(questions);
  }
}
