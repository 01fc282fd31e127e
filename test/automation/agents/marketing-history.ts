import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { execute } from './agents.js';

/** What happened some days ago, written past the API because nobody can make it happen there. */
export class MarketingHistory {
  constructor(
    private readonly app: TestApp,
    private readonly ownerId: string,
  ) {}

  /** Leads at noon, UTC, so many days ago. */
  async leads(daysAgo: number, count: number, { status = 'new', score = 0 } = {}): Promise<void> {
    await this.app.sql(
      `insert into leads (created_by, source, status, lead_score, created_at)
       select $1, 'manual', $2::lead_status, $3, (date_trunc('day', now() at time zone 'utc') + interval '12 hours') at time zone 'utc' - make_interval(days => $4)
       from generate_series(1, $5)`,
      [this.ownerId, status, score, daysAgo, count],
    );
  }

  async campaign(
    launchedDaysAgo: number,
    { spent, revenue }: { spent: number; revenue?: number },
  ): Promise<string> {
    const [row] = await this.app.sql<{ id: string }>(
      `insert into campaigns (created_by, name, type, channel, status, budget_spent, metrics, launched_at, created_at)
       values ($1, $2, 'email', 'email', 'active', $3, $4, now() - make_interval(days => $5), now() - make_interval(days => $5)) returning id`,
      [
        this.ownerId,
        randomUUID(),
        spent,
        JSON.stringify(revenue === undefined ? {} : { revenue }),
        launchedDaysAgo,
      ],
    );
    return row!.id;
  }

  async measured(campaignId: string, type: string, value: number, daysAgo: number): Promise<void> {
    await this.app.sql(
      `insert into campaign_metrics (campaign_id, metric_type, metric_value, metric_date) values ($1, $2, $3, (now() at time zone 'utc')::date - $4::int)`,
      [campaignId, type, value, daysAgo],
    );
  }

  /** Pieces of content with these SEO scores. */
  async content(daysAgo: number, seoScores: readonly number[]): Promise<void> {
    await this.app.sql(
      `insert into content_pieces (user_id, title, content_type, content, seo_score, created_at)
       select $1, 'Piece', 'blog_post', 'Peas are up.', score, now() - make_interval(days => $2) from unnest($3::int[]) as score`,
      [this.ownerId, daysAgo, seoScores],
    );
  }

  /** A post that was written and published. */
  async post(daysAgo: number, reactions: Record<string, unknown>): Promise<void> {
    await this.app.sql(
      `insert into social_posts (user_id, platform, content, status, engagement_metrics, posted_at, created_at)
       values ($1, 'linkedin', 'Peas are up.', 'published', $2, now() - make_interval(days => $3), now() - make_interval(days => $3))`,
      [this.ownerId, JSON.stringify(reactions), daysAgo],
    );
  }

  async mail(
    daysAgo: number,
    { sent, opened = 0, bounced = 0 }: { sent: number; opened?: number; bounced?: number },
  ): Promise<void> {
    const campaignId = randomUUID();
    const [row] = await this.app.sql<{ id: string }>(
      `insert into email_campaigns (created_by, campaign_id, subject_line, state, served_at, finished_at)
       values ($1, $2, 'News', 'finished', now() - make_interval(days => $3), now() - make_interval(days => $3)) returning id`,
      [this.ownerId, campaignId, daysAgo],
    );
    await this.app.sql(
      `insert into email_messages (id, email_campaign_id, campaign_id, created_by, email, email_norm, state, settled_at, opened_at, bounced_at)
       select gen_random_uuid(), $1, $2, $3, n || '@example.com', n || '@example.com', 'sent', now() - make_interval(days => $4),
         case when n <= $6 then now() end, case when n > $5::int - $7::int then now() end
       from generate_series(1, $5::int) as n`,
      [row!.id, campaignId, this.ownerId, daysAgo, sent, opened, bounced],
    );
  }
}

/** 30 days: 40 leads, 10 of them qualified, after 100 with 50; 21 mails after 11, one of each bounced. */
export async function makeHistory(past: MarketingHistory): Promise<void> {
  await past.leads(5, 10, { status: 'customer', score: 80 });
  await past.leads(6, 30, { score: 40 });
  await past.leads(40, 50, { status: 'qualified' });
  await past.leads(41, 50);
  await past.campaign(10, { spent: 200, revenue: 500 });
  const daily = await past.campaign(45, { spent: 999, revenue: 999 });
  await past.measured(daily, 'spend', 100, 3);
  await past.measured(daily, 'spend', 60, 40);
  await past.measured(daily, 'conversion_rate', 4, 3);
  await past.mail(4, { sent: 21, opened: 10, bounced: 1 });
  await past.mail(35, { sent: 11, opened: 2, bounced: 1 });
}

/** What the analytics agent gives. */
export async function resultOf(client: TestClient, task: string, input: object = {}) {
  const { status, body } = await execute(client, 'analytics_agent', task, input);
  if (status !== 200) throw new Error(`${task} was refused: ${JSON.stringify(body)}`);
  return body.data.result;
}

/** Somebody with so many leads on each of the last days, the newest last; the last is yesterday. */
export async function marketerOfDays(app: TestApp, leads: readonly number[]): Promise<TestClient> {
  const { id, client } = await app.newUser();
  const past = new MarketingHistory(app, id);
  for (const [at, count] of leads.entries()) await past.leads(leads.length - at, count);
  return client;
}
