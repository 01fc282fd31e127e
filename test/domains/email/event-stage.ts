import { startApp, type TestApp } from '../../support/app.js';
import type { Body, TestClient } from '../../support/client.js';
import { atTheEnd } from '../../support/endings.js';
import { keep } from '../../support/kept-app.js';
import { ScriptedServer } from '../../support/scripted-server.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { address, TestMailing } from './mailing.js';

export interface Owner {
  id: string;
  client: TestClient;
}

/** An application to which providers send events, one of them of the platform's own account. */
export class EventStage {
  static readonly platformSecret = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

  private constructor(
    readonly app: TestApp,
    readonly sink: MailSink,
    /** What is trusted like Amazon SNS. */
    readonly sns: ScriptedServer,
  ) {}

  static open(): Promise<EventStage> {
    return keep('mail events', async () => {
      const sink = await MailSink.start();
      const sns = await ScriptedServer.start();
      const secret = EventStage.platformSecret;
      const any = { addresses: [], topic: null };
      const ours = [
        { provider: 'resend', key: 'platform-key', secret, ...any },
        { provider: 'mailgun', key: 'platform-key', secret: 'mailgun-key', ...any },
      ];
      const settings = {
        SMTP_URL: sink.url,
        OUTBOUND_ALLOW: '127.0.0.1/32',
        SNS_URL: sns.url,
        MAIL_EVENTS: JSON.stringify(ours),
      };
      const app = await startApp({ settings, shared: true });
      atTheEnd(async () => {
        await app.end();
        await sink.stop();
        await sns.close();
      });
      return new EventStage(app, sink, sns);
    });
  }

  awake(): void {
    this.app.awake();
  }

  /** A mail that was sent, and an endpoint of its owner. */
  async set(provider: string, more: object = {}) {
    const owner = await this.app.newUser();
    const wanted = { name: 'Events', provider, ...more };
    const { body } = await owner.client.post('/api/email/event-endpoints', wanted);
    const path = new URL(body.data.url).pathname;
    return { owner, endpoint: body.data, path, mail: await this.sentMail(owner) };
  }

  async sentMail(owner: Owner, email = address()) {
    const mailing = await TestMailing.make(this.app, [email], {}, owner);
    await mailing.sent();
    return { email, mailing, id: (await mailing.message(email)).id };
  }

  /** What was kept of a message, in its order. */
  events(id: string) {
    return this.app.sql<{ event_type: string; is_machine: boolean }>(
      'select event_type, is_machine from email_events where message_id = $1 order by timestamp, event_type',
      [id],
    );
  }

  async kinds(id: string) {
    return (await this.events(id)).map(({ event_type }) => event_type);
  }

  async suppressions({ client }: Owner) {
    return (await client.get('/api/email/suppressions')).body.data;
  }

  post(path: string, body: Body, headers: Record<string, string> = {}) {
    return this.app.anonymous.post(path, body, headers);
  }
}

export const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
