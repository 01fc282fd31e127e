import { ContentService } from '#domains/content/content.service';
import { Database } from '#platform/database/database';
import type { EventName } from '#platform/events/catalogue/event-catalogue';
import { type Marketer, newMarketer } from '../../automation/marketer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { address, TestMailing } from '../email/mailing.js';
import { RULES, rules } from '../leads/scores.makers.js';
import { TestHook, toldOf } from './hook-stage.js';

/** A change of rows of one table, which makes something true that is told. */
interface Change {
  readonly table: string;
  readonly make: () => Promise<unknown>;
  /** A job makes it, and tries again by itself. */
  readonly isTriedAgain?: boolean;
}

/** An address of which nothing is asked before it is called, which does not happen here. */
const URL = 'https://93.184.216.34/hook';

/** What is refused fails when its transaction commits; a sequence counts that, since it is not rolled back. */
const REFUSING = [
  `create table refused (owner uuid, type text)`,
  `create sequence refusals`,
  // The first value of a sequence is its last one already before it is drawn.
  `select nextval('refusals')`,
  `create function refuse_event() returns trigger language plpgsql security definer as $$
   begin
     if exists (select from public.refused where owner = new.user_id and type = new.type) then
       perform nextval('public.refusals');
       raise exception 'This event is refused.';
     end if;
     return null;
   end $$`,
  `create constraint trigger refused after insert on outbound_events deferrable initially deferred
   for each row execute function refuse_event()`,
];

let app: TestApp;
let marketer: Marketer;
let mailing: TestMailing;
beforeAll(async () => {
  app = await startApp();
  for (const sql of REFUSING) await app.sql(sql);
  marketer = await newMarketer(app);
  await TestHook.make(app, URL, { events: ['*'] }, marketer);
  mailing = await TestMailing.make(app, [address()], {}, marketer);
  await mailing.sent();
}, 120_000);
afterAll(() => app.close());

const kept = async (name: EventName) => (await toldOf(app, marketer.id))[name]?.length ?? 0;
const refusals = async () =>
  Number((await app.sql<{ n: string }>('select last_value as n from refusals'))[0]?.n);
const rowsOf = (table: string) =>
  app.sql(
    `select to_jsonb(t) - 'updated_at' as row from ${table} t where to_jsonb(t) ->> 'created_by' = $1 or to_jsonb(t) ->> 'user_id' = $1 order by 1`,
    [marketer.id],
  );

const mailEvent = (kind: string) => async (): Promise<Change> => ({
  table: 'email_events',
  make: () =>
    app.sql(
      `insert into email_events (message_id, campaign_id, created_by, event_type)
       select id, campaign_id, created_by, $2 from email_messages where campaign_id = $1 limit 1`,
      [mailing.campaignId, kind],
    ),
});

const inState = (table: string, insert: string, status: string) => async (): Promise<Change> => {
  const [row] = await app.sql<{ id: string }>(insert, [marketer.id]);
  return { table, make: () => app.sql(`update ${table} set status = $2 where id = $1`, [row!.id, status]) };
};
const POST = `insert into social_posts (user_id, platform, content, status, scheduled_time)
  values ($1, 'linkedin', 'Hello', 'scheduled', now() + interval '1 hour') returning id`;
const PROPOSAL = `insert into proposals (client_name, template_type, created_by) values ('Harbour', 'web', $1) returning id`;

const social = (change: (path: string) => Promise<unknown>) => async (): Promise<Change> => {
  const { body } = await marketer.client.post('/api/social/posts', {
    platform: 'linkedin',
    content: 'Hello',
  });
  return { table: 'social_posts', make: () => change(`/api/social/posts/${body.data.id}`) };
};

/** Tickets are told to the desk and videos by the end of their project: see `ticket-events` and `told-events`. */
type ToldHere = Exclude<EventName, `ticket.${string}` | `video.${string}`>;

const CHANGES: Record<ToldHere, () => Promise<Change>> = {
  'lead.created': async () => ({ table: 'leads', make: () => marketer.makeLead() }),
  'lead.captured': async () => {
    const fields = [{ name: 'email', type: 'email', label: 'E-mail', required: true }];
    const form = await marketer.client.post('/api/lead-capture/forms', { name: 'Contact', fields });
    const path = `/api/lead-capture/webhook/${form.body.data.id}`;
    return { table: 'leads', make: () => app.anonymous.post(path, { email: address() }) };
  },
  'lead.scored': async () => {
    await marketer.makeLead({ country: 'Germany' });
    const near = rules(['near', { field: 'country', op: 'is', value: 'Germany' }, 60]);
    await marketer.client.put(`${RULES}/draft`, near);
    const make = () => marketer.client.post(`${RULES}/draft/publish`, {});
    return { table: 'leads', isTriedAgain: true, make };
  },
  'campaign.created': async () => ({
    table: 'campaigns',
    make: () => marketer.makeCampaign().catch(() => undefined),
  }),
  'campaign.updated': async () => {
    const id = await marketer.makeCampaign();
    return {
      table: 'campaigns',
      make: () => marketer.client.put(`/api/campaigns/${id}`, { description: 'For spring' }),
    };
  },
  'campaign.started': async () => {
    const id = await marketer.makeCampaign();
    return { table: 'campaigns', make: () => marketer.launch(id) };
  },
  'campaign.completed': async () => {
    const id = await marketer.makeCampaign();
    return {
      table: 'campaigns',
      make: () => app.sql(`update campaigns set status = 'completed' where id = $1`, [id]),
    };
  },
  'email.sent': async () => {
    const next = await TestMailing.make(app, [address()], {}, marketer);
    return { table: 'email_suppressions', isTriedAgain: true, make: () => next.start() };
  },
  'email.delivered': mailEvent('delivered'),
  'email.opened': mailEvent('opened'),
  'email.clicked': async () => {
    await mailEvent('clicked')().then(({ make }) => make());
    return {
      table: 'email_events',
      make: () =>
        app.sql(`update email_events set told = true where campaign_id = $1 and event_type = 'clicked'`, [
          mailing.campaignId,
        ]),
    };
  },
  'email.bounced': mailEvent('bounced'),
  'email.complained': mailEvent('complained'),
  'email.unsubscribed': mailEvent('unsubscribed'),
  'content.generated': async () => ({
    table: 'content_pieces',
    make: () =>
      app.get(Database).as(marketer.id, () => app.get(ContentService).saveGenerated(marketer.id, PIECE)),
  }),
  'social.posted': inState('social_posts', POST, 'published'),
  'social.failed': inState('social_posts', POST, 'failed'),
  'social.unknown': inState('social_posts', POST, 'unknown'),
  'social.created': async () => ({ table: 'social_posts', make: () => app.sql(POST, [marketer.id]) }),
  'social.updated': social((path) => marketer.client.patch(path, { content: 'Hello again' })),
  'social.deleted': social((path) => marketer.client.delete(path)),
  'proposal.sent': inState('proposals', PROPOSAL, 'sent'),
  'proposal.accepted': inState('proposals', PROPOSAL, 'accepted'),
  'proposal.rejected': inState('proposals', PROPOSAL, 'rejected'),
};

describe('an event', () => {
  it.each(Object.keys(CHANGES) as ToldHere[])(
    '%s and what it tells of are kept together, or neither of them is',
    async (name) => {
      const { table, make, isTriedAgain = false } = await CHANGES[name]();
      await app.drainJobs();
      await app.sql('insert into refused values ($1, $2)', [marketer.id, name]);
      const [rows, told, before] = [await rowsOf(table), await kept(name), await refusals()];
      await Promise.resolve(make()).catch(() => undefined);
      await until('the event is refused', async () => (await refusals()) > before);
      expect(await kept(name)).toBe(told);
      expect(await rowsOf(table)).toEqual(rows);
      await app.sql('delete from refused');
      if (!isTriedAgain) await make();
      await until('the event is kept', async () => (await kept(name)) > told, 60_000);
      if (table !== 'email_suppressions') expect(await rowsOf(table)).not.toEqual(rows);
    },
    90_000,
  );
});

const PIECE = {
  title: 'A tidy garden',
  content: 'Rake, then rest.',
  content_type: 'blog_post',
  provenance: {
    ai: true,
    provider: 'openai',
    model: 'test',
    prompt_version: null,
    brand_version: null,
    sources: [],
    cost_usd: null,
    run_id: null,
  },
  brief: { topic: 'gardens' },
};
