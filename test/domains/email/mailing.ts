import { randomUUID } from 'node:crypto';
import { TellReaderEventsJob } from '#automation/workflows/history/reader-events.jobs';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { EmailDeliveryService } from '#domains/email/email-delivery.service';
import type { MailingPlan } from '#domains/email/experiments/mailing-drafts.service';
import { DeliverMailJob } from '#domains/email/email.jobs';
import type { Recipient } from '#domains/email/message.repository';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

/** One owner's mailing, driven as a campaign drives it. */
export class TestMailing {
  readonly campaignId = randomUUID();

  private constructor(
    private readonly app: TestApp,
    readonly owner: { id: string; client: TestClient },
  ) {}

  /** Opened and given its recipients, not started. */
  static async make(
    app: TestApp,
    recipients: readonly (string | Recipient)[],
    plan: Partial<MailingPlan> = {},
    owner?: { id: string; client: TestClient },
  ): Promise<TestMailing> {
    const mailing = new TestMailing(app, owner ?? (await app.newUser()));
    const whole = {
      campaignId: mailing.campaignId,
      name: 'Spring',
      subject: 'Hi {{ first_name | default: "there" }}',
      html: '<p>Hello {{ first_name | default: "there" }}, <a href="https://shop.test/spring">look</a></p>',
      settings: {},
      ...plan,
    };
    await app.sql(
      `insert into campaigns (id, name, type, channel, status, created_by)
       values ($1::uuid, 'Spring ' || $1::text, 'email', 'email', 'active', $2)`,
      [mailing.campaignId, mailing.owner.id],
    );
    await mailing.act((delivery) => delivery.open(mailing.owner.id, whole));
    await mailing.act((delivery) =>
      delivery.addRecipients(
        mailing.owner.id,
        mailing.campaignId,
        recipients.map((one) => (typeof one === 'string' ? { leadId: null, email: one, merge: {} } : one)),
      ),
    );
    return mailing;
  }

  act<Result>(work: (delivery: EmailDeliveryService) => Promise<Result>): Promise<Result> {
    return this.app.get(Database).as(this.owner.id, () => work(this.app.get(EmailDeliveryService)));
  }

  start = () => this.act((delivery) => delivery.start(this.owner.id, this.campaignId));
  pause = () => this.act((delivery) => delivery.pause(this.owner.id, this.campaignId));
  resume = () => this.act((delivery) => delivery.resume(this.owner.id, this.campaignId));
  stop = () => this.act((delivery) => delivery.stop(this.owner.id, this.campaignId));

  /** Started, and everything due handed over. */
  async sent(): Promise<void> {
    await this.start();
    await this.app.drainJobs();
  }

  async report() {
    const { body } = await this.owner.client.get(`/api/email/campaigns/${this.campaignId}/report`);
    return body.data;
  }

  async recipients(query = '') {
    const { body } = await this.owner.client.get(
      `/api/email/campaigns/${this.campaignId}/recipients${query}`,
    );
    return body.data;
  }

  async message(email: string) {
    const [row] = await this.app.sql<MessageRow>(
      'select * from email_messages where campaign_id = $1 and email_norm = $2',
      [this.campaignId, email],
    );
    if (!row) throw new Error(`${email} is not a recipient`);
    return row;
  }

  /** Makes what waits for its time due now, and hands it over. */
  async nextAttempt(): Promise<void> {
    await this.app.sql(
      `update email_messages set due_at = now() where campaign_id = $1 and state = 'queued'`,
      [this.campaignId],
    );
    await deliverDue(this.app);
  }
}

interface MessageRow {
  id: string;
  state: string;
  attempt: number;
  skip_reason: string | null;
  open_count: number;
  click_count: number;
  unsubscribed_at: unknown;
  opened_at: unknown;
}

/** What the clock does: asks for whatever is due, and waits until it is done. */
export async function deliverDue(app: TestApp): Promise<void> {
  await app.get(Jobs).send(DeliverMailJob, { askedBy: 'clock' });
  await app.drainJobs();
}

/** So much later that clicks of a mail, found an hour after its handover, can be told from those of a machine: they are told. */
export async function judgedClicks(app: TestApp, messageId: string, seconds = 5): Promise<void> {
  await app.sql(`update email_messages set settled_at = settled_at - interval '1 hour' where id = $1`, [
    messageId,
  ]);
  await app.sql(
    `update email_events set timestamp = timestamp - $2 * interval '1 second' where message_id = $1`,
    [messageId, seconds],
  );
  await app.get(Jobs).send(TellReaderEventsJob, { askedBy: 'clock' });
  await app.drainJobs();
}

/** The path of a link of ours in a mail. */
export function linkIn(text: string, kind: 'o' | 'c' | 'u'): string {
  const found = new RegExp(`http://links\\.test(/e/${kind}/[A-Za-z0-9_-]+(?:\\.gif)?)`).exec(text);
  if (!found?.[1]) throw new Error(`No ${kind} link in the mail`);
  return found[1];
}

export const address = () => `${randomUUID()}@reader.test`;
