import { randomUUID } from 'node:crypto';
import { ContentService } from '#domains/content/content.service';
import { Database } from '#platform/database/database';
import { type EventName, EVENT_NAMES } from '#platform/events/catalogue/event-catalogue';
import { type Marketer, newMarketer } from '../../automation/marketer.js';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { newOperator, wholeStory } from '../support/ticket-story.js';
import { linkIn, address, judgedClicks, TestMailing } from '../email/mailing.js';
import { importing } from '../leads/imports.makers.js';
import { publish, rules } from '../leads/scores.makers.js';
import { TestHook, type Told, toldOf } from './hook-stage.js';
import { publishedWorkIsTold } from './told-work.cases.js';

/** An address of which nothing is asked before it is called, which does not happen here. */
const URL = 'https://93.184.216.34/hook';

let app: TestApp;
let marketer: Marketer;
const shown = new Set<string>();
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  marketer = await newMarketer(app);
});
afterAll(() => app.close());

const listening = (...events: string[]) => TestHook.make(app, URL, { events }, marketer);

/** What is told of the owner, by the name of the event. */
async function told(): Promise<Partial<Record<EventName, Told[]>>> {
  const events = await toldOf(app, marketer.id);
  for (const name of Object.keys(events)) shown.add(name);
  return events;
}

describe('leads that are told of', () => {
  it('are entered, captured by forms and imported', async () => {
    await listening('lead.*');
    const { id } = await marketer.makeLead();
    const fields = [
      { name: 'email', type: 'email', label: 'E-mail', required: true },
      { name: 'budget', type: 'text', label: 'Budget' },
    ];
    const form = (await marketer.client.post('/api/lead-capture/forms', { name: 'Contact', fields })).body
      .data.id;
    const submission = { email: address(), name: 'Bo Derek', custom_fields: { budget: '10' } };
    await app.anonymous.post(`/api/lead-capture/webhook/${form}`, submission);
    await importing(app, 'email,first_name\nc@imported.test,Cy\nd@imported.test,Di\n', '', marketer);
    const { 'lead.created': created, 'lead.captured': captured } = await told();
    expect(created?.map(({ email }) => email)).toEqual(
      expect.arrayContaining([submission.email, 'c@imported.test', 'd@imported.test']),
    );
    expect(created).toHaveLength(4);
    expect(created?.[0]).toMatchObject({ lead_id: id, first_name: 'Ada', company: 'Analytical' });
    expect(captured).toMatchObject([{ email: submission.email, form_id: form, answers: { budget: '10' } }]);
  });

  it('change their score', async () => {
    await listening('lead.scored');
    const { id } = await marketer.makeLead({ country: 'Germany' });
    await publish(
      app,
      marketer.client,
      rules(['near', { field: 'country', op: 'is', value: 'Germany' }, 60]),
    );
    const scored = (await told())['lead.scored'];
    expect(scored).toEqual([expect.objectContaining({ lead_id: id, score: 60 })]);
  });

  it('are told only to whom it concerns, and only where somebody listens', async () => {
    const other = await newMarketer(app);
    await listening('campaign.*');
    await marketer.makeLead();
    await TestHook.make(app, URL, { events: ['lead.created'] }, other);
    await other.makeLead();
    expect(await told()).toEqual({});
    expect(Object.keys(await toldOf(app, other.id))).toEqual(['lead.created']);
  });

  it('are not told of when the transaction that makes them comes to nothing', async () => {
    await listening('*');
    const undone = app.get(Database).as(marketer.id, () =>
      app.get(Database).transaction(async () => {
        await app.get(ContentService).saveGenerated(marketer.id, piece());
        throw new Error('undone');
      }),
    );
    await expect(undone).rejects.toThrow('undone');
    expect(await told()).toEqual({});
  });
});

describe('a campaign that is told of', () => {
  it('is made, changed, started and completed', async () => {
    await listening('campaign.*', 'email.sent');
    const { email } = await marketer.makeLead();
    const id = await marketer.makeCampaign();
    await marketer.client.put(`/api/campaigns/${id}`, { description: 'For the spring' });
    await marketer.launch(id);
    await app.drainJobs();
    const events = await told();
    const of = (name: EventName) => events[name]?.map(({ campaign_id, status }) => [campaign_id, status]);
    expect(of('campaign.created')).toEqual([[id, 'draft']]);
    expect(of('campaign.updated')).toEqual([[id, 'draft']]);
    expect(of('campaign.started')).toEqual([[id, 'active']]);
    expect(of('campaign.completed')).toEqual([[id, 'completed']]);
    expect(events['email.sent']).toMatchObject([{ campaign_id: id, email }]);
  });
});

describe('mail that is told of', () => {
  it('is sent once, opened, clicked and unsubscribed from', async () => {
    await listening('email.*');
    const email = address();
    const mailing = await TestMailing.make(app, [email], {}, marketer);
    await mailing.sent();
    const mail = (await marketer.outbox()).find((text) => text.includes(email))!;
    const flat = mail.replaceAll('=\r\n', '').replaceAll('=\n', '').replaceAll('=3D', '=');
    await app.anonymous.get(linkIn(flat, 'o'));
    await app.anonymous.get(linkIn(flat, 'c'));
    await app.anonymous.post(linkIn(flat, 'u'), 'List-Unsubscribe=One-Click', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    await judgedClicks(app, (await mailing.message(email)).id);
    const events = await told();
    const counts = Object.entries(events).map(([name, list]) => [name, list.length]);
    expect(Object.fromEntries(counts)).toMatchObject({
      'email.sent': 1,
      'email.opened': 1,
      'email.clicked': 1,
      'email.unsubscribed': 1,
    });
    expect(events['email.sent']).toMatchObject([{ email, campaign_id: mailing.campaignId }]);
  });

  it('is delivered, bounces and is complained of, as providers say, and not by machines', async () => {
    await listening('email.*');
    const mailing = await TestMailing.make(app, [address()], {}, marketer);
    await mailing.sent();
    await app.sql(
      `insert into email_events (message_id, campaign_id, created_by, event_type, is_machine)
       select id, campaign_id, created_by, kind, kind = 'opened' from email_messages,
         unnest(array['delivered', 'bounced', 'complained', 'soft_bounced', 'opened']) as kind
       where campaign_id = $1`,
      [mailing.campaignId],
    );
    expect(Object.keys(await told()).toSorted()).toEqual([
      'email.bounced',
      'email.complained',
      'email.delivered',
      'email.sent',
    ]);
  });
});

describe('what else is told', () => {
  it('is content that a model has written', async () => {
    await listening('content.generated');
    const kept = await app
      .get(Database)
      .as(marketer.id, () => app.get(ContentService).saveGenerated(marketer.id, piece()));
    expect((await told())['content.generated']).toEqual([
      expect.objectContaining({ content_id: kept.id, title: 'A tidy garden' }),
    ]);
  });

  publishedWorkIsTold({ app: () => app, marketer: () => marketer, listening, told });

  it('is a proposal that its client is sent, accepts or turns down', async () => {
    await listening('proposal.*');
    for (const end of ['accepted', 'rejected']) {
      const id = randomUUID();
      await app.sql(
        `insert into proposals (id, client_name, template_type, created_by, value) values ($1, 'Harbour', 'web', $2, 12.5)`,
        [id, marketer.id],
      );
      for (const status of ['sent', end])
        await app.sql('update proposals set status = $2 where id = $1', [id, status]);
    }
    const events = await told();
    expect(Object.entries(events).map(([name, list]) => [name, list.length])).toEqual([
      ['proposal.sent', 2],
      ['proposal.accepted', 1],
      ['proposal.rejected', 1],
    ]);
  });

  it('is all that happens to a ticket, to whoever has the role', async () => {
    const operator = await newOperator(app);
    await TestHook.make(app, URL, { events: ['ticket.*'] }, operator);
    await wholeStory(app, operator);
    for (const name of Object.keys(await toldOf(app, operator.id))) shown.add(name);
  });

  it('is all that the catalogue names', () => {
    expect([...shown].toSorted()).toEqual([...EVENT_NAMES].toSorted());
  });
});

const piece = () => ({
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
});
