import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createTransport } from 'nodemailer';
import {
  type MailAccepted,
  MailChannel,
  type MailMessage,
  MailUnreachable,
  messageIdOf,
} from '../../mail-channel.js';
import { ArmedBody } from './armed-body.js';
import { composeMime } from './mime.js';
import { type SmtpFailure, verdictOf } from './smtp-verdict.js';

const CONNECTIONS = 10;
const CONNECT_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 60_000;
const IDLE_MS = 30_000;

/** Hands mail to an SMTP server over kept connections. The client's own second tries are switched off. */
export class SmtpChannel extends MailChannel implements OnApplicationShutdown {
  readonly kind = 'smtp';
  private readonly logger = new Logger('Mail');
  private readonly transport;

  constructor(url: string) {
    super();
    this.transport = createTransport({
      url,
      pool: true,
      maxConnections: CONNECTIONS,
      maxMessages: Infinity,
      maxRequeues: 0,
      idleTimeout: IDLE_MS,
      connectionTimeout: CONNECT_WITHIN_MS,
      greetingTimeout: CONNECT_WITHIN_MS,
      socketTimeout: ANSWER_WITHIN_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.transport.on('error', (error: Error) =>
      this.logger.warn(`The mail server reports: ${error.message}`),
    );
    // The client would copy a raw message ahead of MAIL FROM; given as the stream itself it is first read after 354.
    this.transport.use('stream', (mail, done) => {
      const { raw } = mail.data;
      if (raw instanceof ArmedBody) mail.message.createReadStream = () => raw;
      done();
    });
  }

  async deliver(
    message: MailMessage,
    onData: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<MailAccepted> {
    const body = new ArmedBody(await composeMime(message), onData);
    try {
      const { response } = await this.transport.sendMail({
        envelope: { from: message.from.address, to: [message.to] },
        messageId: messageIdOf(message),
        raw: body,
        ...(signal && { signal }),
      });
      return { response: response.slice(0, 500), messageId: messageIdOf(message) };
    } catch (error) {
      await body.decided();
      if (body.refusal) throw body.refusal;
      throw verdictOf(error as SmtpFailure, body.departed);
    }
  }

  async verify(): Promise<void> {
    try {
      await this.transport.verify();
    } catch (error) {
      throw new MailUnreachable(error instanceof Error ? error.message : String(error)).because(error);
    }
  }

  onApplicationShutdown(): void {
    this.transport.close();
  }
}
