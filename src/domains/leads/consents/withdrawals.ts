import { Injectable } from '@nestjs/common';
import { Jobs } from '#platform/jobs/jobs';
import { ADDRESSES_AT_MOST, ConsentWithdrawnJob } from '../lead.jobs.js';

/** Who has withdrawn consent: an address, where there is one. */
interface Asked {
  readonly email: string | null;
  readonly consent?: string | null;
}

/** Tells whoever sends mail which addresses are no longer to be written to, in the transaction that makes it so. */
@Injectable()
export class Withdrawals {
  constructor(private readonly jobs: Jobs) {}

  /** Those of the leads that have withdrawn consent. */
  async tell(ownerId: string, leads: readonly Asked[]): Promise<void> {
    const emails = leads.flatMap(({ email, consent }) => (consent === 'withdrawn' && email ? [email] : []));
    for (let from = 0; from < emails.length; from += ADDRESSES_AT_MOST)
      await this.jobs.send(ConsentWithdrawnJob, {
        ownerId,
        emails: emails.slice(from, from + ADDRESSES_AT_MOST),
      });
  }
}
