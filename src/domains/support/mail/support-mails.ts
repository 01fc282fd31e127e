import { Injectable } from '@nestjs/common';
import { Jobs } from '#platform/jobs/jobs';
import type { SupportTicket } from '../tickets/ticket.answers.dto.js';
import { SendSupportMailsJob } from './support-mail.jobs.js';
import { type AskLimits, SupportMailRepository } from './support-mail.repository.js';

type About = Pick<SupportTicket, 'id' | 'user_id' | 'email'>;

/**
 * Anybody can write anybody's address into a form, so that no address is told often. A machine that answers our mail with a
 * new one is told once a day.
 */
const LIMITS: Readonly<Record<'web' | 'email', AskLimits>> = {
  web: { aDay: 3, minutesBetween: 10 },
  email: { aDay: 1, minutesBetween: 24 * 60 },
};

/** Asks for mails of the desk; belongs into the transaction of what they tell. */
@Injectable()
export class SupportMails {
  constructor(
    private readonly mails: SupportMailRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Tells whoever has written that it has arrived, unless that address has been told often enough. */
  async confirm(ticket: About, channel: 'web' | 'email'): Promise<void> {
    if (!(await this.mails.noteAsk(ticket.email, 'confirmation', LIMITS[channel]))) return;
    await this.mails.addConfirmation(ticket);
    await this.ask();
  }

  async reply(ticket: About, messageId: string): Promise<void> {
    await this.mails.addAnswer(ticket, messageId, 'reply');
    await this.ask();
  }

  /** Whether a rule may answer whoever has asked: each address as often as it is told that its message has arrived. */
  mayAnswer({ email, channel }: Pick<SupportTicket, 'email' | 'channel'>): Promise<boolean> {
    return this.mails.noteAsk(email, 'automatic', LIMITS[channel]);
  }

  /** What a rule answers. */
  async answer(ticket: About, messageId: string): Promise<void> {
    await this.mails.addAnswer(ticket, messageId, 'automatic');
    await this.ask();
  }

  /** Tells the desk of due times that were missed. */
  async notice(recipient: string, details: object): Promise<void> {
    await this.mails.addNotice(recipient, details);
    await this.ask();
  }

  private async ask(): Promise<void> {
    await this.jobs.send(SendSupportMailsJob, { askedBy: 'desk' });
  }
}
