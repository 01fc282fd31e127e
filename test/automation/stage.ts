import { randomUUID } from 'node:crypto';
import { MailSink, type ReceivedMail } from '../platform/channels/mail-sink.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Lead, type Marketer, newMarketer } from './marketer.js';

interface Gate {
  gate: string;
  verdict: string;
  reason: string | null;
  inputs: Record<string, unknown>;
}

export const api = (campaignId: string, path: string) => `/api/campaigns/${campaignId}/${path}`;

/** An application with a mail server behind it, and a new marketer before each test of the file. */
export class Stage {
  app!: TestApp;
  sink!: MailSink;
  marketer!: Marketer;

  constructor(settings: Record<string, string> = {}) {
    beforeAll(async () => {
      this.sink = await MailSink.start();
      this.app = await startApp({ settings: { SMTP_URL: this.sink.url, ...settings } });
    });
    beforeEach(async () => {
      this.sink.delayMs = 0;
      this.marketer = await newMarketer(this.app);
    });
    afterAll(async () => {
      await this.app.close();
      await this.sink.stop();
    });
  }

  /** Leads of the marketer, past the API; answers their addresses. */
  async makeLeads(count: number): Promise<string[]> {
    const rows = await this.app.sql<{ email: string }>(
      `insert into leads (id, created_by, email, email_norm, first_name, source)
       select gen_random_uuid(), $1, mail, mail, 'Ada', 'import'
       from (select n || '-' || $2::text || '@reader.test' as mail from generate_series(1, $3::int) n) named
       returning email`,
      [this.marketer.id, randomUUID(), count],
    );
    return rows.map(({ email }) => email);
  }

  campaignFor(lead: Lead, fields: object = {}): Promise<string> {
    return this.marketer.makeCampaign({ audience: { lead_ids: [lead.id] }, ...fields });
  }

  async launched(campaignId: string): Promise<void> {
    expect((await this.marketer.launch(campaignId)).status).toBe(200);
    await this.app.drainJobs();
  }

  received(emails: readonly string[]): ReceivedMail[] {
    return emails.flatMap((email) => this.sink.mailsTo(email));
  }

  /** Why a lead gets the mail of a campaign, or not. */
  async explained(campaignId: string, leadId: string) {
    const { status, body } = await this.marketer.client.get(api(campaignId, `recipients/${leadId}/explain`));
    expect(status).toBe(200);
    const gates = body.data.gates as Gate[];
    return { ...body.data, of: (name: string) => gates.find(({ gate }) => gate === name) };
  }

  /** As if the settings had been others from the beginning, and a worker had found out nothing yet. */
  settle(campaignId: string, settings: object): Promise<unknown> {
    return this.app.sql(
      `update email_campaigns set settings = $2, hold_until = null, hold_reason = null where campaign_id = $1`,
      [campaignId, JSON.stringify(settings)],
    );
  }
}
