import { Injectable } from '@nestjs/common';
import { ConsentMissing, RecipientSuppressed } from '../email.errors.js';
import type { MailSettings } from '../mail-settings.js';
import { SuppressionRepository } from '../suppressions/suppression.repository.js';
import { GateRepository } from './gate.repository.js';
import type { OutgoingMessage } from './outgoing.js';
import { type Addressee, RecipientConsent } from './recipient-consent.js';
import { SettleRepository } from './settle.repository.js';

/**
 * What a claimed message must pass before it is handed over, in this order: consent, suppression, frequency cap. That the
 * campaign is active, quiet hours and throttle are passed by whole mailings when claiming; arming asks again whether the
 * campaign is active and the address free.
 */
@Injectable()
export class Gates {
  constructor(
    private readonly consent: RecipientConsent,
    private readonly gates: GateRepository,
    private readonly steps: SettleRepository,
    private readonly suppressions: SuppressionRepository,
  ) {}

  /** The messages that may go; the others are settled here, each with its reason. */
  async pass(claimed: readonly OutgoingMessage[]): Promise<OutgoingMessage[]> {
    const agreed = await this.withConsent(claimed);
    if (agreed.length === 0) return [];
    const mailable = without(agreed, await this.gates.skipSuppressed(agreed));
    const settings = await this.gates.settingsOf(mailable);
    const readable = await this.withSettings(mailable, settings);
    return without(readable, await this.gates.holdBackCapped(readable, settings));
  }

  /** Throws `email/no-consent` or `email/suppressed` when the recipient must not be written to. */
  async admit(addressee: Addressee, email: string): Promise<void> {
    const withdrawn = await this.consent.withdrawn([addressee]);
    const reason = await this.suppressions.reasonOf(addressee.ownerId, addressee.emailNorm);
    if (withdrawn.size > 0 || reason === 'consent_withdrawn') throw new ConsentMissing(email);
    if (reason !== undefined) throw new RecipientSuppressed(email, reason);
  }

  private async withConsent(claimed: readonly OutgoingMessage[]): Promise<OutgoingMessage[]> {
    if (claimed.length === 0) return [];
    const withdrawn = await this.consent.withdrawn(claimed);
    const refused = claimed.filter(({ id }) => withdrawn.has(id));
    if (refused.length > 0) await this.gates.skipWithdrawn(refused);
    return without(claimed, withdrawn);
  }

  /** Those of a mailing whose settings cannot be followed go back to the queue; the next claim holds it. */
  private async withSettings(
    messages: readonly OutgoingMessage[],
    settings: ReadonlyMap<string, MailSettings>,
  ): Promise<OutgoingMessage[]> {
    const unreadable = messages.filter(({ mailingId }) => !settings.has(mailingId));
    if (unreadable.length > 0) await this.steps.release(unreadable);
    return messages.filter(({ mailingId }) => settings.has(mailingId));
  }
}

function without(messages: readonly OutgoingMessage[], ids: ReadonlySet<string>): OutgoingMessage[] {
  return messages.filter(({ id }) => !ids.has(id));
}
