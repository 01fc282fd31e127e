import { ReaderEventsClock } from '#automation/workflows/history/reader-events.clock';
import { TellReaderEventsJob } from '#automation/workflows/history/reader-events.jobs';
import { newId } from '#kernel/ids';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeLeads } from './leads.makers.js';
import { follow, membersOf, newLeadId, newSegment, SEGMENTS, WARM } from './segments.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a live segment', () => {
  it('takes in the leads that are there, then those who come to fit, and lets go who no longer does', async () => {
    const { client } = await app.newUser();
    const cold = await newLeadId(client, { email: 'cold@example.com', score: 10 });
    const warm = await newLeadId(client, { email: 'warm@example.com', score: 60 });
    const made = await newSegment(app, client, { name: 'Warm', filter: WARM });
    expect(made).toMatchObject({ name: 'Warm', kind: 'live', filter: WARM, filling: true, member_count: 0 });
    expect(await membersOf(client, made.id)).toEqual(['warm@example.com']);

    await client.put(`/api/leads/${cold}`, { score: 70 });
    await client.put(`/api/leads/${warm}`, { score: 20 });
    const fresh = await newLeadId(client, { email: 'fresh@example.com', score: 50 });
    await follow(app);
    expect(await membersOf(client, made.id)).toEqual(['cold@example.com', 'fresh@example.com']);

    await client.delete(`/api/leads/${fresh}`);
    expect(await membersOf(client, made.id)).toEqual(['cold@example.com']);
    await follow(app);
    expect((await client.get(`${SEGMENTS}/${made.id}`)).body.data).toMatchObject({
      filling: false,
      member_count: 1,
    });
    const { body } = await client.get(`/api/leads/${cold}/segments`);
    expect(body.data).toEqual([
      { segment_id: made.id, name: 'Warm', kind: 'live', entered_at: expect.any(String) },
    ]);
  });

  it('is told on the timeline of those who move, but not of those who were there from the beginning', async () => {
    const { client } = await app.newUser();
    const id = await newLeadId(client, { email: 'a@example.com', score: 60 });
    const { id: segmentId } = await newSegment(app, client, { name: 'Warm', filter: WARM });
    const moves = async () => {
      const { body } = await client.get(`/api/leads/${id}/timeline`);
      return body.data
        .filter(({ type }: { type: string }) => type.startsWith('segment_'))
        .map(({ type, data }: { type: string; data: object }) => [type, data]);
    };
    expect(await moves()).toEqual([]);
    await client.put(`/api/leads/${id}`, { score: 1 });
    await follow(app);
    await client.put(`/api/leads/${id}`, { score: 99 });
    await follow(app);
    const data = { segment_id: segmentId, segment: 'Warm' };
    expect(await moves()).toEqual([
      ['segment_entered', data],
      ['segment_left', data],
    ]);
  });

  it('looks at nobody but those who have changed', async () => {
    const { client, id: ownerId } = await app.newUser();
    const changed = await newLeadId(client, { email: 'changed@example.com' });
    const { id: segmentId } = await newSegment(app, client, { filter: WARM });
    // Past the triggers: what nobody is told of, nobody looks at.
    await app.sql(`alter table leads disable trigger user`);
    await makeLeads(app, ownerId, [{ email: 'unseen@example.com', lead_score: 90 }]);
    await app.sql(`alter table leads enable trigger user`);
    await client.put(`/api/leads/${changed}`, { score: 90 });
    await follow(app);
    expect(await membersOf(client, segmentId)).toEqual(['changed@example.com']);
    const [left] = await app.sql('select count(*)::int as rows from lead_changes');
    expect(left).toEqual({ rows: 0 });
  });

  it('has the members of a new filter once that is given', async () => {
    const { client } = await app.newUser();
    await newLeadId(client, { email: 'a@example.com', score: 60, tags: ['x'] });
    await newLeadId(client, { email: 'b@example.com', score: 10, tags: ['y'] });
    const { id } = await newSegment(app, client, { filter: WARM });
    const { body } = await client.put(`${SEGMENTS}/${id}`, {
      name: 'Ys',
      filter: { field: 'tags', op: 'has', value: 'y' },
    });
    expect(body.data).toMatchObject({ name: 'Ys', filling: true });
    await app.drainJobs();
    expect(await membersOf(client, id)).toEqual(['b@example.com']);
    expect((await client.get(`${SEGMENTS}/${id}`)).body.data.member_count).toBe(1);
  });

  it('follows a visitor who submits a form', async () => {
    const { client } = await app.newUser();
    const form = (await client.post('/api/lead-capture/forms', { name: 'News' })).body.data.id;
    const { id } = await newSegment(app, client, {
      filter: { event: 'submitted', form_id: form, within_days: 7 },
    });
    const sent = await app.anonymous.post(`/api/lead-capture/webhook/${form}`, {
      name: 'Ada',
      email: 'ada@example.com',
    });
    expect(sent.status).toBe(200);
    await follow(app);
    expect(await membersOf(client, id)).toEqual(['ada@example.com']);
  });

  it('follows what readers do with mail, and time alone when that is long ago', async () => {
    const { client, id: ownerId } = await app.newUser();
    const reader = await newLeadId(client, { email: 'reader@example.com' });
    await newLeadId(client, { email: 'silent@example.com' });
    const link = 'https://example.com/offer';
    const silent = await newSegment(app, client, { filter: { not: { event: 'opened', within_days: 30 } } });
    const keen = await newSegment(app, client, { filter: { event: 'clicked', link } });
    expect(await membersOf(client, silent.id)).toEqual(['reader@example.com', 'silent@example.com']);

    await mailEvents(ownerId, reader, 'reader@example.com', link);
    await app.get(Jobs).send(TellReaderEventsJob, { askedBy: 'clock' });
    await app.drainJobs();
    await follow(app);
    expect(await membersOf(client, silent.id)).toEqual(['silent@example.com']);
    expect(await membersOf(client, keen.id)).toEqual(['reader@example.com']);

    const [due] = await app.sql<{ days: number }>(
      `select extract(epoch from due_at - now()) / 86400 as days from lead_dues where lead_id = $1`,
      [reader],
    );
    expect(Number(due?.days)).toBeCloseTo(30, 1);
    await app.sql(
      `update lead_engagements set occurred_at = occurred_at - interval '30 days' where lead_id = $1`,
      [reader],
    );
    await app.sql(`update lead_dues set due_at = due_at - interval '30 days' where lead_id = $1`, [reader]);
    await follow(app);
    expect(await membersOf(client, silent.id)).toEqual(['reader@example.com', 'silent@example.com']);
    await app.get(ReaderEventsClock).tick();
  });

  /** One mail that was opened and clicked, as the e-mail room keeps it. */
  async function mailEvents(ownerId: string, leadId: string, email: string, url: string): Promise<void> {
    const [mailing, message, link, campaign] = [newId(), newId(), newId(), newId()];
    await app.sql(
      `insert into email_campaigns (id, campaign_id, created_by, subject_line) values ($1, $2, $3, 'Hello')`,
      [mailing, campaign, ownerId],
    );
    await app.sql(
      `insert into email_links (id, email_campaign_id, created_by, url) values ($1, $2, $3, $4)`,
      [link, mailing, ownerId, url],
    );
    await app.sql(
      `insert into email_messages (id, email_campaign_id, campaign_id, created_by, lead_id, email, email_norm, state)
       values ($1, $2, $3, $4, $5, $6, $6, 'sent')`,
      [message, mailing, campaign, ownerId, leadId, email],
    );
    for (const [type, metadata] of [
      ['opened', {}],
      ['clicked', { link_id: link }],
    ])
      await app.sql(
        `insert into email_events (message_id, campaign_id, created_by, event_type, metadata, timestamp)
         values ($1, $2, $3, $4, $5, now() - interval '5 seconds')`,
        [message, campaign, ownerId, type, JSON.stringify(metadata)],
      );
  }
});
