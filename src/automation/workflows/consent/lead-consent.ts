import { Injectable } from '@nestjs/common';
import { type Addressee, type Bar, RecipientConsent } from '#domains/email/delivery/recipient-consent';
import { LeadService } from '#domains/leads/lead.service';
import { ErasedAddresses } from '#automation/privacy/persons/erased-addresses';

/** Leads keep consent. A recipient who is no lead has no record and is written to unless suppressed, or erased. */
@Injectable()
export class LeadConsent extends RecipientConsent {
  constructor(
    private readonly leads: LeadService,
    private readonly erased: ErasedAddresses,
  ) {
    super();
  }

  async barred(addressees: readonly Addressee[]): Promise<ReadonlyMap<string, Bar>> {
    const [barred, erased] = await Promise.all([
      this.leads.barredAmong(addressees),
      this.erased.among(addressees),
    ]);
    return new Map([...barred, ...Array.from(erased, (id) => [id, 'withdrawn'] as const)]);
  }
}
