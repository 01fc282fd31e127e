import { Injectable } from '@nestjs/common';
import { idAt, idBytes, SignedClaims } from '#kernel/signed-claim';
import { Settings } from '#platform/config/settings';

/** The addresses in mails by which visitors confirm what they have sent. */
@Injectable()
export class ConfirmationLinks {
  private readonly claims: SignedClaims<'confirm'>;

  constructor(private readonly settings: Settings) {
    this.claims = new SignedClaims(settings.keys('leads.forms'));
  }

  to(confirmationId: string): string {
    return `${this.settings.backendUrl}/c/${this.claims.sign('confirm', idBytes(confirmationId))}`;
  }

  /** Undefined for a link that is not ours. */
  read(token: string): string | undefined {
    const claim = this.claims.read('confirm', token);
    return claim?.length === 16 ? idAt(claim) : undefined;
  }
}
