import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { Lead } from './lead.answers.dto.js';
import type { AudienceFilter, AudienceMember, ConsentQuestion } from './audiences/audience.js';
import { AudienceRepository } from './audiences/audience.repository.js';
import { MAIL } from './consents/consent.dto.js';
import { ConsentRepository } from './consents/consent.repository.js';
import { Withdrawals } from './consents/withdrawals.js';
import { LeadFieldService } from './fields/lead-field.service.js';
import { isSameAddress, withFindings, withPhone } from './lead-columns.js';
import type { Consent, CreateLead, UpdateLead } from './lead.dto.js';
import { ExternalIdTaken, LeadAlreadyExists, LeadNotFound } from './lead.errors.js';
import { LeadRepository } from './lead.repository.js';
import { consentBefore } from './upserts/merge-rules.js';

/** The people who might buy. */
@Injectable()
export class LeadService {
  constructor(
    private readonly database: Database,
    private readonly leads: LeadRepository,
    private readonly audiences: AudienceRepository,
    private readonly consents: ConsentRepository,
    private readonly fields: LeadFieldService,
    private readonly withdrawals: Withdrawals,
  ) {}

  async get(ownerId: string, leadId: string): Promise<Lead> {
    const lead = isUuid(leadId) ? await this.leads.find(ownerId, leadId) : undefined;
    if (!lead) throw new LeadNotFound();
    return lead;
  }

  /** The same, held until the transaction ends, so that nobody changes its address or consent meanwhile. */
  async held(ownerId: string, leadId: string): Promise<Lead> {
    const lead = isUuid(leadId) ? await this.leads.hold(ownerId, leadId) : undefined;
    if (!lead) throw new LeadNotFound();
    return lead;
  }

  async create(ownerId: string, wanted: CreateLead): Promise<Lead> {
    try {
      return await this.database.transaction(async () => {
        const custom_fields = await this.fields.checked(ownerId, wanted.custom_fields, true);
        const lead = await this.leads.add(
          ownerId,
          withPhone(withFindings({ ...wanted, ...(custom_fields && { custom_fields }) })),
        );
        if (!lead) throw new LeadAlreadyExists(wanted.email);
        await this.prove(ownerId, lead, 'unknown');
        return lead;
      });
    } catch (error) {
      throw translated(error, wanted);
    }
  }

  /**
   * Changes what is named. Consent that an address has given is not that of another one. Withdrawn consent is told to whoever
   * sends mail, in the same transaction.
   */
  async update(ownerId: string, leadId: string, changes: UpdateLead): Promise<Lead> {
    try {
      return await this.database.transaction(async () => {
        const before = await this.held(ownerId, leadId);
        const custom_fields = await this.fields.checked(ownerId, changes.custom_fields, false);
        const consent = await this.consentAt(ownerId, before, changes.email);
        const wanted = { ...(consent !== before.consent && { consent }), ...changes };
        const values = withFindings({ ...wanted, ...(custom_fields && { custom_fields }) }, before);
        const lead = await this.leads.change(ownerId, leadId, withPhone(values, before));
        if (!lead) throw new LeadNotFound();
        await this.prove(ownerId, lead, consent);
        await this.tellWithdrawn(ownerId, lead, before.consent);
        return lead;
      });
    } catch (error) {
      throw translated(error, changes);
    }
  }

  /** The lead's consent to mail, of which the proof is kept elsewhere. */
  async setConsent(ownerId: string, { id, consent: before }: Lead, consent: Consent): Promise<void> {
    const lead = await this.leads.change(ownerId, id, { consent });
    if (!lead) throw new LeadNotFound();
    await this.tellWithdrawn(ownerId, lead, before);
  }

  /** Withdrawn consent outlives the lead: it is told to whoever sends mail, in the same transaction. */
  remove(ownerId: string, leadId: string): Promise<void> {
    return this.database.transaction(async () => {
      const lead = isUuid(leadId) ? await this.leads.remove(ownerId, leadId) : undefined;
      if (!lead) throw new LeadNotFound();
      await this.withdrawals.tell(ownerId, [lead]);
    });
  }

  /** Tells whoever sends mail, when the lead had not withdrawn consent before. */
  async tellWithdrawn(ownerId: string, lead: Lead, before: Consent): Promise<void> {
    if (before !== 'withdrawn') await this.withdrawals.tell(ownerId, [lead]);
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

  /** Who must not be written to, and why, of whichever owners. Who is nobody's lead has no consent to withdraw. */
  barredAmong(questions: readonly ConsentQuestion[]): Promise<ReadonlyMap<string, 'withdrawn' | 'deleted'>> {
    return this.audiences.barred(questions);
  }

  /** What is known of consent at the address that the lead is about to have. */
  private async consentAt(
    ownerId: string,
    { id, email, consent }: Lead,
    to: string | undefined,
  ): Promise<Consent> {
    if (consent !== 'granted' || email === null || to === undefined || isSameAddress(email, to))
      return consent;
    const proven = await this.consents.grantedAt(ownerId, [{ id, email: normaliseMailAddress(to) }]);
    return consentBefore(consent, true, proven.has(id));
  }

  /** Whoever writes consent into a lead by hand leaves a proof of that. */
  private async prove(ownerId: string, lead: Lead, before: Consent): Promise<void> {
    if (lead.consent === before || lead.consent === 'unknown') return;
    const source = 'written into the lead by its owner';
    await this.consents.add(ownerId, [{ lead, purpose: MAIL, decision: lead.consent, source }]);
  }
}

function translated(error: unknown, { email, external_id }: UpdateLead): unknown {
  if (breaksUnique(error, 'leads_address')) return new LeadAlreadyExists(email ?? '');
  return breaksUnique(error, 'leads_external_id') ? new ExternalIdTaken(external_id ?? '') : error;
}
