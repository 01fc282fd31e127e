import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { ConsentMissing, RecipientDeleted, RecipientSuppressed } from '../email.errors.js';
import type { FrequencyCap, MailSettings } from '../mail-settings.js';
import { judgedBy, type Verdict } from './gate.js';
import { GateRepository } from './gate.repository.js';
import type { OutgoingMessage } from './outgoing.js';
import { PERMISSION_GATES, RECIPIENT_GATES, type RecipientFacts } from './recipient-gates.js';
import { type Addressee, type Bar, RecipientConsent } from './recipient-consent.js';
import { SettleRepository } from './settle.repository.js';

/** Somebody about whom the gates are asked: with a mail in hand, or before there is one. */
export interface Applicant extends Addressee {
  readonly email: string;
  readonly cap: FrequencyCap | undefined;
  readonly topicId: string | undefined;
  /** The recipient has asked for it: what they want no marketing for does not hold it back. */
  readonly transactional: boolean;
}

/**
 * What a claimed message must pass before it is handed over, in this order: consent, suppression, preferences,
 * frequency cap. That the campaign is active, quiet hours and throttle are passed by whole mailings when claiming; arming asks
 * again whether the campaign is active and the address free. Who asks without sending gets the same facts, judged by the same gates.
 */
@Injectable()
export class Gates {
  constructor(
    private readonly database: Database,
    private readonly consent: RecipientConsent,
    private readonly gates: GateRepository,
    private readonly steps: SettleRepository,
  ) {}

  /** The messages that may go; the others are settled here, each with its reason. */
  pass(claimed: readonly OutgoingMessage[]): Promise<OutgoingMessage[]> {
    if (claimed.length === 0) return Promise.resolve([]);
    return this.database.asService('email.claim', async () => {
      const settings = await this.gates.settingsOf(claimed);
      const readable = await this.withSettings(claimed, settings);
      const facts = await this.facts(
        readable.map((message) => ({ ...message, ...askedBy(settings.get(message.mailingId)) })),
      );
      const judged = readable.map((message, index) => ({ message, verdict: judgedAt(facts, index) }));
      await this.gates.holdBack(
        judged.flatMap(({ message: { id, attempt }, verdict }) => {
          if (verdict.verdict === 'pass') return [];
          return [{ id, attempt, reason: verdict.verdict === 'skip' ? verdict.reason : null }];
        }),
      );
      return judged.flatMap(({ message, verdict }) => (verdict.verdict === 'pass' ? [message] : []));
    });
  }

  /** What the gates look at, for each in its order: two statements however many they are. */
  async facts(applicants: readonly Applicant[]): Promise<RecipientFacts[]> {
    if (applicants.length === 0) return [];
    const marketing = applicants.filter(({ transactional }) => !transactional);
    const barred = marketing.length > 0 ? await this.consent.barred(marketing) : new Map<string, Bar>();
    const known = await this.gates.known(applicants);
    return applicants.map(({ id, email, cap }) => ({
      email,
      cap,
      barred: barred.get(id) ?? null,
      ...(known.get(id) ?? NOTHING_KNOWN),
    }));
  }

  /** Throws `email/no-consent`, `email/lead-deleted` or `email/suppressed` when the recipient must not be written to. */
  async admit(addressee: Addressee, email: string): Promise<void> {
    for (const facts of await this.facts([
      { ...addressee, email, transactional: false, ...askedBy(undefined) },
    ])) {
      const verdict = judgedBy(PERMISSION_GATES, facts);
      if (verdict.verdict === 'pass') continue;
      if (verdict.reason === 'no_consent') throw new ConsentMissing(email);
      if (facts.barred === 'deleted') throw new RecipientDeleted(email);
      throw new RecipientSuppressed(email, facts.suppression ?? '');
    }
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

const NOTHING_KNOWN = {
  suppression: null,
  pausedUntil: null,
  topicDeclined: false,
  had: 0,
  rivals: 0,
} as const;

/** What the settings of a mailing ask of its recipients. */
export function askedBy(settings: MailSettings | undefined): Pick<Applicant, 'cap' | 'topicId'> {
  return { cap: settings?.frequencyCap, topicId: settings?.topicId };
}

function judgedAt(facts: readonly RecipientFacts[], index: number): Verdict {
  return judgedBy(RECIPIENT_GATES, facts[index] as RecipientFacts);
}
