import { Injectable } from '@nestjs/common';
import { GuardedSockets } from '#platform/web/guarded-sockets';
import { WebClient } from '#platform/web/web-client';
import { BrevoApi } from '../adapters/http/brevo.api.js';
import { HttpMailChannel } from '../adapters/http/http-mail.channel.js';
import type { MailApi } from '../adapters/http/mail-api.js';
import { MailgunApi } from '../adapters/http/mailgun.api.js';
import { PostmarkApi } from '../adapters/http/postmark.api.js';
import { ResendApi } from '../adapters/http/resend.api.js';
import { SendGridApi } from '../adapters/http/sendgrid.api.js';
import { SesApi } from '../adapters/ses/ses.api.js';
import { SmtpChannel } from '../adapters/smtp/smtp.channel.js';
import type { MailChannel } from '../mail-channel.js';
import type { ReturnPaths } from '../return-paths.js';
import type { Transport, TransportOptions, TransportProvider } from './transport.js';

type HttpProvider = Exclude<TransportProvider, 'smtp'>;

const APIS: Readonly<Record<HttpProvider, (secret: string, options: TransportOptions) => MailApi>> = {
  resend: (key, { base_url }) => new ResendApi(key, at(base_url)),
  sendgrid: (key, { base_url }) => new SendGridApi(key, at(base_url)),
  postmark: (token, { message_stream, base_url }) => new PostmarkApi(token, message_stream, at(base_url)),
  mailgun: (key, { domain = '', base_url }) => new MailgunApi(key, domain, at(base_url)),
  brevo: (key, { base_url }) => new BrevoApi(key, at(base_url)),
  ses: (secretAccessKey, { username: accessKeyId = '', region = '', configuration_set, base_url }) =>
    new SesApi({ accessKeyId, secretAccessKey, region, configurationSet: configuration_set }, at(base_url)),
};

/** Makes the channel of a transport. Whoever has it made keeps it, and ends it with `close`. */
@Injectable()
export class MailChannels {
  constructor(
    private readonly web: WebClient,
    private readonly sockets: GuardedSockets,
  ) {}

  /** `back` says where mail comes back to whose server may send for that domain; to its sender without. */
  open({ provider, options, secret }: Transport, back?: ReturnPaths): MailChannel {
    if (provider !== 'smtp') return new HttpMailChannel(this.web, APIS[provider](secret, options));
    const { host = '', port = 587, security = 'starttls', username } = options;
    const connect = (name: string, at: number) => this.sockets.mailServer(name, at);
    return new SmtpChannel({ host, port, security, username, password: secret, connect }, back);
  }

  close(channel: MailChannel): void {
    if (channel instanceof SmtpChannel) channel.onApplicationShutdown();
  }
}

function at(baseUrl: string | undefined): string | undefined {
  return baseUrl?.replace(/\/+$/, '');
}
