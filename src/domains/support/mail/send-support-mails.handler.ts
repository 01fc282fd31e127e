import { Injectable, Logger } from '@nestjs/common';
import { type MailMessage, MailRefused, MailUnknown, MailUnreachable } from '#platform/channels/mail-channel';
import { PlatformMail } from '#platform/channels/transports/platform-mail';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { DeadAddresses } from './dead-addresses.js';
import { DeskIdentity } from './desk-identity.js';
import { type SendSupportMails, SendSupportMailsJob } from './support-mail.jobs.js';
import { type DueMail, SupportMailRepository } from './support-mail.repository.js';
import {
  automaticText,
  breachText,
  confirmationText,
  type DeskMailText,
  type Missed,
  replyText,
} from './support-mail.texts.js';

const AT_ONCE = 10;
/** Seconds until the next attempt; after the last one it has failed. */
const TRIED_AGAIN_AFTER = [15, 60, 300, 900, 3_600, 3_600, 3_600];

/** The mail was no longer its claimer's when it was to leave. */
class NotOurs extends Error {}

/** Sends what is due of the mails of the desk. What may have been accepted is never sent again. */
@Injectable()
@Handles(SendSupportMailsJob)
export class SendSupportMailsHandler implements JobHandler<SendSupportMails> {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly mails: SupportMailRepository,
    private readonly platform: PlatformMail,
    private readonly desk: DeskIdentity,
    private readonly dead: DeadAddresses,
  ) {}

  async handle(_: SendSupportMails, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const due = await this.mails.claim(AT_ONCE);
      if (due.length === 0) return;
      const told = due.filter(isByMachine).map(({ recipient }) => recipient);
      const barred = told.length > 0 ? await this.dead.among(told) : new Set<string>();
      await Promise.all(
        due.map((mail) =>
          isByMachine(mail) && barred.has(mail.recipient)
            ? this.mails.settle(mail, 'skipped', 'The address is known to be dead or to have complained.')
            : this.send(mail, signal),
        ),
      );
    }
  }

  private async send(due: DueMail, signal: AbortSignal): Promise<void> {
    const [way] = this.platform.transports;
    if (!way) return this.mails.postpone(due, 60, 'There is no way out for mail.');
    const leave = async (): Promise<void> => {
      if (!(await this.mails.leave(due))) throw new NotOurs();
    };
    try {
      const { response } = await way.channel.deliver(this.mailOf(due), leave, signal);
      await this.mails.settle(due, 'sent', response);
    } catch (error) {
      if (error instanceof NotOurs) return;
      this.logger.warn(`A mail of the desk was not sent: ${String(error)}`);
      await this.settleFailed(due, error);
    }
  }

  private async settleFailed(due: DueMail, error: unknown): Promise<void> {
    const reason = error instanceof Error ? error.message.slice(0, 500) : String(error);
    if (error instanceof MailUnknown) return this.mails.settle(due, 'unknown', reason);
    const mayTryAgain =
      error instanceof MailUnreachable || (error instanceof MailRefused && !error.permanent);
    const seconds = TRIED_AGAIN_AFTER[due.attempt - 1];
    if (mayTryAgain && seconds !== undefined) return this.mails.postpone(due, seconds, reason);
    return this.mails.settle(due, 'failed', reason);
  }

  private mailOf(due: DueMail): MailMessage {
    const { id, recipient, ticket_id, kind } = due;
    const replyTo = ticket_id === null ? undefined : this.desk.replyTo(ticket_id);
    return {
      id,
      from: this.desk.from,
      to: recipient,
      ...(replyTo !== undefined && { replyTo }),
      headers: {
        'X-Support-Desk': this.desk.loopMark,
        'X-Auto-Response-Suppress': 'All',
        ...(kind !== 'reply' && {
          'Auto-Submitted': kind === 'breach' ? 'auto-generated' : 'auto-replied',
        }),
        ...threadHeaders(due, (mailId) => this.desk.mailRef(mailId)),
      },
      ...this.textOf(due),
    };
  }

  private textOf({ kind, ticket_id, subject, body, details }: DueMail): DeskMailText {
    if (kind === 'breach') return breachText((details as { missed: Missed[] }).missed);
    const link = this.desk.guestLink(ticket_id ?? '');
    if (kind === 'confirmation') return confirmationText(ticket_id ?? '', link);
    if (kind === 'automatic') return automaticText(ticket_id ?? '', body ?? '', link);
    return replyText(subject ?? '', body ?? '', link);
  }
}

/** What nobody of the desk has decided to send to just this address. */
function isByMachine({ kind }: DueMail): boolean {
  return kind === 'confirmation' || kind === 'automatic';
}

/** Lets mail readers show the mails of a ticket as one conversation (RFC 5322, 3.6.4). */
function threadHeaders({ refs, mails }: DueMail, refOf: (mailId: string) => string): Record<string, string> {
  const thread = [...mails.map(refOf), ...refs].map((ref) => `<${ref}>`);
  const last = refs.at(-1) ?? mails.map(refOf).at(-1);
  return last === undefined ? {} : { 'In-Reply-To': `<${last}>`, References: thread.join(' ') };
}
