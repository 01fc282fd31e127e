import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { newId } from '#kernel/ids';
import { Accounts } from '#platform/accounts/accounts';
import { type Gate, judgedBy, type Verdict } from '../delivery/gate.js';
import { GateRepository } from '../delivery/gate.repository.js';
import { askedBy, Gates } from '../delivery/gates.js';
import { LEAVING_GATES } from '../delivery/leaving-gates.js';
import { MAILING_GATES } from '../delivery/mailing-gates.js';
import { ALL_RECIPIENT_GATES, type RecipientFacts } from '../delivery/recipient-gates.js';
import { storedMailSettings } from '../mail-settings.js';
import type { GateAnswer } from './inquiry.dto.js';
import { LeavingInquiry } from './leaving-inquiry.js';
import { due } from './message-gates.js';
import { type LoggedRecipient, RecipientLogRepository } from './recipient-log.repository.js';

/** Somebody a campaign could write to. */
export interface Candidate {
  readonly leadId: string | null;
  readonly email: string;
}

/** A campaign as it would send now: before its launch the settings are those that it would be launched with. */
export interface AskedMailing {
  readonly campaignId: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly fromEmail?: string | undefined;
}

/** What the gates of delivery say, asked by who does not send. */
@Injectable()
export class MailGates {
  constructor(
    private readonly gates: Gates,
    private readonly known: GateRepository,
    private readonly log: RecipientLogRepository,
    private readonly leaving: LeavingInquiry,
    private readonly accounts: Accounts,
  ) {}

  /** Every gate for one recipient, in the order of delivery, and the mail they have had already. */
  async explain(
    ownerId: string,
    asked: AskedMailing,
    candidate: Candidate,
  ): Promise<{ gates: GateAnswer[]; message: LoggedRecipient | undefined }> {
    const { campaignId } = asked;
    const now = new Date();
    const mailing = (await this.known.mailing(ownerId, campaignId)) ?? unopened(asked);
    const ownerRests = (await this.accounts.standing(ownerId)).state !== 'open';
    const message = await this.log.find(ownerId, campaignId, candidate);
    const [recipient] = await this.gates.facts([
      {
        id: message?.id ?? newId(),
        ownerId,
        leadId: candidate.leadId,
        email: candidate.email,
        emailNorm: normaliseMailAddress(candidate.email),
        transactional: false,
        ...askedBy(mailing.settings),
      },
    ]);
    const leaving = await this.leaving.facts(ownerId, { ...mailing, campaignId, email: candidate.email });
    const [added, claimed] = [ALL_RECIPIENT_GATES.slice(0, PLANNED), ALL_RECIPIENT_GATES.slice(PLANNED)];
    return {
      message,
      gates: [
        ...answers(added, recipient as RecipientFacts),
        ...answers(MAILING_GATES, { ...mailing, ownerRests, now }),
        ...(message ? answers([due], { state: message.state, dueAt: message.due_at, now }) : []),
        ...answers(claimed, recipient as RecipientFacts),
        ...answers(LEAVING_GATES, leaving),
      ],
    };
  }

  /** What the gates that skip say of each of them, in their order, for a mailing with these settings. */
  async verdicts(
    ownerId: string,
    settings: Readonly<Record<string, unknown>>,
    candidates: readonly Candidate[],
  ): Promise<Verdict[]> {
    const asked = { transactional: false, ...askedBy(storedMailSettings(settings)) };
    const facts = await this.gates.facts(
      candidates.map(({ leadId, email }) => {
        return { id: newId(), ownerId, leadId, email, emailNorm: normaliseMailAddress(email), ...asked };
      }),
    );
    return facts.map((one) => judgedBy(ALL_RECIPIENT_GATES, one));
  }

  /** When each of them had the mails that a cap of so many hours counts, in milliseconds, in order. */
  async had(ownerId: string, emails: readonly string[], hours: number): Promise<number[][]> {
    const addresses = emails.map(normaliseMailAddress);
    const had = await this.known.had(ownerId, addresses, hours);
    return addresses.map((address) => had.get(address) ?? []);
  }
}

/** Consent and address are asked for when recipients are added. */
const PLANNED = 2;

function unopened({ settings, fromEmail }: AskedMailing) {
  const state = 'unopened' as const;
  const read = storedMailSettings(settings);
  const sender = { identityId: undefined, fromEmail: fromEmail ?? null };
  return { state, settings: read, tokens: undefined, hold: null, ...sender };
}

function answers<Facts>(gates: readonly Gate<Facts>[], facts: Facts): GateAnswer[] {
  return gates.map((gate) => answerOf(gate.name, gate.inputs(facts), gate.judge(facts)));
}

/** A verdict as it is told. */
export function answerOf(gate: string, inputs: Readonly<Record<string, unknown>>, said: Verdict): GateAnswer {
  return {
    gate,
    verdict: said.verdict,
    reason: said.verdict === 'pass' ? null : said.reason,
    until: said.verdict === 'wait' ? (said.until?.toISOString() ?? null) : null,
    inputs: { ...inputs },
  };
}
