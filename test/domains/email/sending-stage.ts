import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { DnsServer } from '../../support/dns-server.js';
import { atTheEnd } from '../../support/endings.js';
import { keep } from '../../support/kept-app.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { MailSink } from '../../platform/channels/mail-sink.js';

export interface Owner {
  id: string;
  client: TestClient;
}

/** An application with a mail server of its own, a provider beside it, and name servers that say what a test wants. */
export class SendingStage {
  private constructor(
    readonly app: TestApp,
    /** The platform's mail server. */
    readonly sink: MailSink,
    /** A mail server of an owner. */
    readonly theirs: MailSink,
    readonly provider: ScriptedServer,
    readonly dns: DnsServer,
  ) {}

  static open(): Promise<SendingStage> {
    return keep('sending mail', async () => {
      const sink = await MailSink.start();
      const theirs = await MailSink.start();
      const provider = await ScriptedServer.start();
      const dns = await DnsServer.start();
      const app = await startApp({
        settings: {
          SMTP_URL: sink.url,
          MAIL_FROM: 'The Team <team@sender.test>',
          OUTBOUND_ALLOW: '127.0.0.1/32',
          DNS_SERVERS: dns.address,
        },
        shared: true,
      });
      atTheEnd(async () => {
        await app.end();
        for (const one of [sink, theirs]) await one.stop();
        await provider.close();
        await dns.close();
      });
      return new SendingStage(app, sink, theirs, provider, dns);
    });
  }

  awake(): void {
    this.app.awake();
  }

  async transport({ client }: Owner, provider: string, more: object = {}) {
    const options =
      provider === 'smtp'
        ? { host: '127.0.0.1', port: this.theirs.port, security: 'none' }
        : { base_url: this.provider.url };
    const wanted = {
      name: provider,
      provider,
      options,
      ...(provider !== 'smtp' && { secret: 's3cret' }),
      ...more,
    };
    const { status, body } = await client.post('/api/email/transports', wanted);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.data.id as string;
  }

  async route({ client }: Owner, transports: string[], more: object = {}) {
    const { status, body } = await client.post('/api/email/routes', { transports, ...more });
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body.data.id as string;
  }

  /** An identity that has been shown to be its owner's. */
  async identity({ client }: Owner, from_email: string, more: object = {}) {
    const wanted = { name: 'Shop', from_email, from_name: 'The Shop', ...more };
    const { body } = await client.post('/api/email/identities', wanted);
    await this.app.sql(
      `update email_identities set verified_at = now(), verified_by = 'link' where id = $1`,
      [body.data.id],
    );
    return body.data;
  }
}
