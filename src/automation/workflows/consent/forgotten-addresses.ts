import { Injectable } from '@nestjs/common';
import { ForgottenLeads } from '#domains/leads/removal/forgotten-leads';
import { ErasedAddresses } from '#automation/privacy/persons/erased-addresses';

/** Leads that are forgotten for good leave a hash of their address with the people who were erased. */
@Injectable()
export class ForgottenAddresses extends ForgottenLeads {
  constructor(private readonly erased: ErasedAddresses) {
    super();
  }

  keep(ownerId: string, emails: readonly string[]): Promise<void> {
    return this.erased.keepAll(ownerId, emails);
  }
}
