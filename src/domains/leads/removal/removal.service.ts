import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { PageQuery } from '#platform/http/page-query';
import type { Lead } from '../lead.answers.dto.js';
import { LeadNotFound } from '../lead.errors.js';
import { LeadService } from '../lead.service.js';
import { ActivityRepository } from '../timeline/activity.repository.js';
import { ForgottenLeads } from './forgotten-leads.js';
import { RestoredKeyTaken } from './removal.errors.js';
import type { RemovedLead } from './removed-lead.dto.js';
import { RemovedLeadRepository } from './removed-lead.repository.js';

/** Leads that were deleted: to be restored, or forgotten for good. */
@Injectable()
export class RemovalService {
  constructor(
    private readonly database: Database,
    private readonly removed: RemovedLeadRepository,
    private readonly leads: LeadService,
    private readonly activities: ActivityRepository,
    private readonly forgotten: ForgottenLeads,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<RemovedLead>> {
    return this.removed.list(ownerId, page);
  }

  /** The lead as it was, with its history. One that was merged comes back by undoing the merge. */
  async restore(ownerId: string, leadId: string): Promise<Lead> {
    try {
      return await this.database.transaction(async () => {
        if (!isUuid(leadId) || !(await this.removed.isDeleted(ownerId, leadId))) throw new LeadNotFound();
        if (!(await this.removed.restore(ownerId, [leadId]))) throw new LeadNotFound();
        await this.activities.note(ownerId, [{ leadId, type: 'restored', source: 'person', data: {} }]);
        return this.leads.get(ownerId, leadId);
      });
    } catch (error) {
      throw breaksUnique(error, 'leads_address') || breaksUnique(error, 'leads_external_id')
        ? new RestoredKeyTaken()
        : error;
    }
  }

  /** Nothing of it is left, nor of those that were merged into it, but that their addresses are never written to again. */
  forget(ownerId: string, leadId: string): Promise<void> {
    return this.database.transaction(async () => {
      const emails = isUuid(leadId) ? await this.removed.addresses(ownerId, leadId) : [];
      if (!isUuid(leadId) || !(await this.removed.forget(ownerId, leadId))) throw new LeadNotFound();
      await this.forgotten.keep(ownerId, emails);
    });
  }
}
