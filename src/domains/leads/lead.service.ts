import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { decodeCursor } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { ListedJson } from '#platform/http/listed';
import type { PageQuery } from '#platform/http/page-query';
import { Jobs } from '#platform/jobs/jobs';
import type { Lead } from './lead.answers.dto.js';
import type { AudienceFilter, AudienceMember } from './audiences/audience.js';
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

  async remove(ownerId: string, leadId: string): Promise<void> {
    if (!isUuid(leadId) || !(await this.leads.remove(ownerId, leadId))) throw new LeadNotFound();
  }

  /**
   * Leads that may be written to, in the order of their ids: pass the last `leadId` as `after` to go on. Without an
   * address, or with consent withdrawn, a lead is never among them.
   */
  audience(
    ownerId: string,
    filter: AudienceFilter,
    after: string | null,
    limit: number,
  ): Promise<AudienceMember[]> {
    return this.audiences.members(ownerId, filter, after, limit);
  }

  countAudience(ownerId: string, filter: AudienceFilter): Promise<number> {
    return this.audiences.count(ownerId, filter);
  }

  /** Notes that the person behind the address no longer wants mail; false when nothing changed. */
  withdrawConsent(ownerId: string, emailNorm: string, source: string): Promise<boolean> {
    return this.leads.withdrawConsent(ownerId, emailNorm, source);
  }
}
