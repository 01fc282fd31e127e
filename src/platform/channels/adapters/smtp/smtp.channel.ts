import type { Socket } from 'node:net';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import SmtpPool from 'nodemailer/lib/smtp-pool';
import { type MailAccepted, MailChannel, type MailMessage, MailUnreachable } from '../../mail-channel.js';
import type { ReturnPaths } from '../../return-paths.js';
import { ArmedBody } from './armed-body.js';
import { type ComposedMail, composeMime, SET_BY_SES } from './mime.js';
import { type SmtpFailure, verdictOf } from './smtp-verdict.js';

/** Many servers take no more from one client. */
const CONNECTIONS = 10;
const CONNECT_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 60_000;
const IDLE_MS = 30_000;
/** Where Amazon SES takes mail by SMTP, also for FIPS, in China, and inside a private network. */
const SES_HOST = /(?:^|\.)email-smtp(?:-fips)?\.[a-z\d.-]+\.amazonaws\.com(?:\.cn)?$/i;

/** A server that somebody has named. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte, `starttls` before anything is said (insisted on), or `none`. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  /** Opens the connection, where not every address may be reached. */
  readonly connect?: (host: string, port: number) => Promise<Socket>;
}

/** What the pool takes: of a mail of the library's own making it asks no more than `pooled` answers. */
type PoolMail = Parameters<SmtpPool['send']>[0];

/**
 * Hands mail to an SMTP server over kept connections. The mail goes to the pool as it was composed, past the part of the client
 * that would read and write it a second time; the client's own second tries are switched off.
 */
export class SmtpChannel extends MailChannel implements OnApplicationShutdown {
  readonly kind = 'smtp';
  private readonly logger = new Logger('Mail');
  private readonly pool: SmtpPool;
  private readonly unsigned: string;

  /** A server, or its URL as `smtp://user:password@host:587`; mail comes back to its sender where there are no return paths. */
  constructor(
    server: string | SmtpServer,
    private readonly returnPaths?: ReturnPaths,
    connections = CONNECTIONS,
  ) {
    super();
    const host = typeof server === 'string' ? URL.parse(server)?.hostname : server.host;
    this.unsigned = SES_HOST.test(host ?? '') ? SET_BY_SES : '';
    this.pool = new SmtpPool({
      ...(typeof server === 'string' ? { url: server } : optionsOf(server)),
      maxConnections: connections,
      maxMessages: Infinity,
      maxRequeues: 0,
      idleTimeout: IDLE_MS,
      connectionTimeout: CONNECT_WITHIN_MS,
      greetingTimeout: CONNECT_WITHIN_MS,
      socketTimeout: ANSWER_WITHIN_MS,
    });
    this.pool.on('error', (error: Error) => this.logger.warn(`The mail server reports: ${error.message}`));
  }

  async deliver(
    message: MailMessage,
    onData: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<MailAccepted> {
    const mail = await composeMime(message, this.unsigned);
    const body = new ArmedBody(mail.bytes, onData);
    try {
      const envelope = { ...mail.envelope, from: this.returnPaths?.of(message) ?? mail.envelope.from };
      const response = await this.sent(pooled({ ...mail, envelope }, body, signal));
      return { response: response.slice(0, 500), messageId: mail.messageId };
    } catch (error) {
      await body.decided();
      if (body.refusal) throw body.refusal;
      throw verdictOf(error as SmtpFailure, body.departed);
    }
  }

  async verify(): Promise<void> {
    try {
      await this.pool.verify();
    } catch (error) {
      throw new MailUnreachable(error instanceof Error ? error.message : String(error)).because(error);
    }
  }

  private sent(mail: PoolMail): Promise<string> {
    return new Promise((resolve, reject) => {
      this.pool.send(mail, (error, info) => (error ? reject(error) : resolve(info?.response ?? '')));
    });
  }

  onApplicationShutdown(): void {
    this.pool.close();
  }
}

/** The client reads the stream only after 354: given as the stream itself nothing is copied ahead of MAIL FROM. */
function pooled({ envelope, messageId }: ComposedMail, body: ArmedBody, signal: AbortSignal | undefined) {
  const message = {
    getEnvelope: () => envelope,
    messageId: () => messageId,
    getHeader: () => messageId,
    createReadStream: () => body,
  };
  return { data: { signal }, message } as unknown as PoolMail;
}

type Connected = (error: Error | null, opened?: { connection: Socket }) => void;

function optionsOf({ host, port, security, username, password = '', connect }: SmtpServer) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(username !== undefined && { auth: { user: username, pass: password } }),
    ...(connect && {
      getSocket: (_: unknown, connected: Connected) =>
        void connect(host, port).then(
          (connection) => connected(null, { connection }),
          (error: Error) => connected(error),
        ),
    }),
  };
}
