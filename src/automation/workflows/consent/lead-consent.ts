import { Injectable } from '@nestjs/common';
import { type Addressee, RecipientConsent } from '#domains/email/delivery/recipient-consent';
import { LeadService } from '#domains/leads/lead.service';

/** Leads keep consent. A recipient who is no lead has no record and is written to unless suppressed. */
@Injectable()
export class LeadConsent extends RecipientConsent {
  constructor(private readonly leads: LeadService) {
    super();
  }

  withdrawn(addressees: readonly Addressee[]): Promise<ReadonlySet<string>> {
    return this.leads.withdrawnAmong(addressees);
  }
}
