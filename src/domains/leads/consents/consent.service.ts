import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { LeadNotFound } from '../lead.errors.js';
import { LeadService } from '../lead.service.js';
import { RemovedLeadRepository } from '../removal/removed-lead.repository.js';
import { ActivityRepository } from '../timeline/activity.repository.js';
import { type LeadConsent, MAIL, type RecordConsent } from './consent.dto.js';
import { ConsentRepository } from './consent.repository.js';

/** What people agreed to, and how that is known. */
@Injectable()
export class ConsentService {
  constructor(
    private readonly database: Database,
    private readonly consents: ConsentRepository,
    private readonly leads: LeadService,
    private readonly removed: RemovedLeadRepository,
    private readonly activities: ActivityRepository,
  ) {}

  /** Newest first, with those of leads that were merged into this one. */
  async list(
    ownerId: string,
    leadId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<LeadConsent>> {
    await this.leads.get(ownerId, leadId);
    return this.consents.list(ownerId, await this.idsOf(ownerId, leadId), page);
  }

  /** Keeps the proof. Of the purpose `email` the latest decision, which may be an older one than this, becomes the lead's. */
  record(ownerId: string, leadId: string, proof: RecordConsent): Promise<LeadConsent> {
    return this.database.transaction(async () => {
      const lead = await this.leads.held(ownerId, leadId);
      const [id = ''] = await this.consents.add(ownerId, [{ ...proof, lead }]);
      const { purpose, decision } = proof;
      await this.activities.note(ownerId, [
        { leadId, type: 'consent', source: 'person', data: { consent_id: id, purpose, decision } },
      ]);
      const ids = await this.idsOf(ownerId, leadId);
      if (purpose === MAIL) {
        const latest = await this.consents.latest(ownerId, ids, purpose);
        if (latest) await this.leads.setConsent(ownerId, lead, latest);
      }
      const kept = await this.consents.get(ownerId, ids, id);
      if (!kept) throw new LeadNotFound();
      return kept;
    });
  }

  private async idsOf(ownerId: string, leadId: string): Promise<string[]> {
    return [leadId, ...(await this.removed.mergedInto(ownerId, leadId)).map(({ id }) => id)];
  }
}
