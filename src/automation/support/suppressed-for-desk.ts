import { Injectable } from '@nestjs/common';
import { SuppressionService } from '#domains/email/suppressions/suppression.service';
import { DeadAddresses } from '#domains/support/mail/dead-addresses';

/** The e-mail room knows which addresses are dead or have complained, on whoever's list. */
@Injectable()
export class SuppressedForDesk extends DeadAddresses {
  constructor(private readonly suppressions: SuppressionService) {
    super();
  }

  among(addresses: readonly string[]): Promise<ReadonlySet<string>> {
    return this.suppressions.deadAmong(addresses);
  }
}
