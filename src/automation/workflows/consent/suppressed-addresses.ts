import { Injectable } from '@nestjs/common';
import { SuppressionService } from '#domains/email/suppressions/suppression.service';
import { ErasedAddresses } from '#automation/privacy/persons/erased-addresses';
import { AddressStanding, type MailQuestion } from '#domains/leads/form-mails/address-standing';

/** The e-mail room knows which addresses are suppressed, and why. */
@Injectable()
export class SuppressedAddresses extends AddressStanding {
  constructor(
    private readonly suppressions: SuppressionService,
    private readonly erased: ErasedAddresses,
  ) {
    super();
  }

  barred(questions: readonly MailQuestion[]): Promise<ReadonlySet<string>> {
    return this.suppressions.barred(questions);
  }

  async agreedAnew(ownerId: string, email: string): Promise<void> {
    await this.suppressions.liftRefusal(ownerId, email);
    await this.erased.lift(ownerId, email);
  }
}
