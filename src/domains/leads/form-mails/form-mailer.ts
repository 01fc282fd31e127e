import { Injectable, Logger } from '@nestjs/common';
import {
  MailChannel,
  type MailMessage,
  MailRefused,
  MailUnreachable,
  parseMailbox,
} from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';

/** What became of a mail: `again` when it was not accepted and may be tried later. */
export type Posted = 'sent' | 'again' | 'never';

/** The mail was no longer its claimer's when it was to leave. */
class NotOurs extends Error {}

/** Hands the mails of forms over. What may have been accepted is never sent again. */
@Injectable()
export class FormMailer {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly channel: MailChannel,
    private readonly settings: Settings,
  ) {}

  /** `leave` marks the mail as it begins to leave; when it answers false nothing is sent. */
  async post(
    mail: Omit<MailMessage, 'from'>,
    leave: () => Promise<boolean>,
    signal: AbortSignal,
  ): Promise<Posted> {
    const from = parseMailbox(this.settings.MAIL_FROM);
    const mark = async (): Promise<void> => {
      if (!(await leave())) throw new NotOurs();
    };
    try {
      await this.channel.deliver({ ...mail, from }, mark, signal);
      return 'sent';
    } catch (error) {
      if (error instanceof NotOurs) return 'never';
      this.logger.warn(`A mail of a form was not sent: ${String(error)}`);
      const mayTryAgain =
        error instanceof MailUnreachable || (error instanceof MailRefused && !error.permanent);
      return mayTryAgain ? 'again' : 'never';
    }
  }
}
