import { EnrichmentService } from '#domains/leads/enrichment/enrichment.service';
import { QualificationService } from '#domains/leads/qualification/qualification.service';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { TestMailing } from '../email/mailing.js';
import { makeForm } from './forms.makers.js';
import { newLead } from './leads.makers.js';

const INSIGHTS = {
  insights: ['They build engines.'],
  talking_points: ['Steam'],
  recommended_approach: 'Ask about steam.',
  pain_points: [],
  value_propositions: [],
};

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('the timeline of a lead', () => {
  it('tells what every room knows, newest first, in pages without gaps', async () => {
    const { ownerId: id, client, submit } = await makeForm(app);
    const { body } = await submit({ email: 'line@example.com', name: 'Line', utm_source: 'search' });
    const path = `/api/leads/${body.lead_id}`;
    await client.post(`${path}/notes`, { text: 'Called' });
    await client.put(path, { status: 'contacted' });
    await app.get(Database).as(id, async () => {
      await app.get(QualificationService).recordScores(id, [{ id: body.lead_id, score: 70 }]);
      const [lead] = await app.get(QualificationService).many(id, [body.lead_id]);
      await app.get(EnrichmentService).keepInsights(id, lead!, INSIGHTS, 'ai_analysis');
    });
    await client.post('/api/leads/tags', { lead_ids: [body.lead_id], add: ['vip'] });
    const mailing = await TestMailing.make(
      app,
      ['Line@Example.com', 'other@example.com'],
      {},
      { id, client },
    );
    await mailing.sent();
    const whole = (await client.get(`${path}/timeline?limit=100`)).body.data;
    expect(whole.map(({ type }: { type: string }) => type)).toEqual([
      'mail_sent',
      'tagged',
      'enriched',
      'scored',
      'status_changed',
      'note',
      ...['created', 'submitted'].filter((type) => whole.at(-1).type !== type),
      whole.at(-1).type,
    ]);
    const of = (type: string) => whole.find((event: { type: string }) => event.type === type);
    expect(of('mail_sent').data).toMatchObject({ campaign_id: mailing.campaignId });
    expect(of('tagged').data).toEqual({ added: ['vip'], removed: [] });
    expect(of('enriched')).toMatchObject({
      source: 'agent',
      data: { fields: ['ai_insights', ...Object.keys(INSIGHTS).slice(1)] },
    });
    expect(of('scored')).toMatchObject({ source: 'agent', data: { from: 0, to: 70 } });
    expect(of('status_changed')).toMatchObject({ source: 'person', data: { from: 'new', to: 'contacted' } });
    expect(of('submitted').data).toMatchObject({ form_name: 'Contact', utm_source: 'search' });
    const paged: object[] = [];
    for (let cursor = ''; ;) {
      const page = (await client.get(`${path}/timeline?limit=2${cursor}`)).body;
      paged.push(...page.data);
      if (page.next_cursor === null) break;
      cursor = `&cursor=${page.next_cursor}`;
    }
    expect(paged).toEqual(whole);
  });

  it('tells what mail did at each address of the person, and why none may be sent any more', async () => {
    const user = await app.newUser();
    const one = await newLead(user.client, { email: 'one@example.com' });
    const two = await newLead(user.client, { email: 'two@example.com' });
    const mailing = await TestMailing.make(app, ['two@example.com'], {}, user);
    await mailing.sent();
    const { id } = await mailing.message('two@example.com');
    for (const [type, minutes] of [
      ['clicked', 2],
      ['opened', 1],
      ['resent', 3],
    ])
      await app.sql(
        `insert into email_events (message_id, campaign_id, created_by, event_type, timestamp)
         values ($1, $2, $3, $4, now() + $5::int * interval '1 minute')`,
        [id, mailing.campaignId, user.id, type, minutes],
      );
    await user.client.post('/api/leads/merges', { into: one.id, from: [two.id] });
    await user.client.post('/api/email/suppressions', { email: 'one@example.com' });
    const mails = async (client: TestClient) => {
      const { data } = (await client.get(`/api/leads/${one.id}/timeline`)).body;
      return data.filter(({ type }: { type: string }) => type.startsWith('mail_'));
    };
    const found = await mails(user.client);
    expect(found.map(({ type }: { type: string }) => type)).toEqual([
      'mail_clicked',
      'mail_opened',
      'mail_suppressed',
      'mail_sent',
    ]);
    expect(found[2].data).toEqual({ address: 'one@example.com', reason: 'manual' });
    expect(found[3]).toMatchObject({ source: 'mail', data: { message_id: id } });
    const other = await app.newUser();
    const theirs = await newLead(other.client, { email: 'two@example.com' });
    const { data } = (await other.client.get(`/api/leads/${theirs.id}/timeline`)).body;
    expect(data.map(({ type }: { type: string }) => type)).toEqual(['created']);
  });
});
