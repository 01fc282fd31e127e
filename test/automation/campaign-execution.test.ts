import { randomUUID } from 'node:crypto';
import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { newSegment, WARM } from '../domains/leads/segments.makers.js';
import { type Marketer, newMarketer } from './marketer.js';

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  marketer = await newMarketer(app);
});
afterAll(() => app.close());

describe('a marketer launches a campaign', () => {
  it('writes to every lead that may be written to, personally, and completes', async () => {
    const ada = await marketer.makeLead();
    await marketer.makeLead({ name: 'Bo', company: undefined });
    const id = await marketer.makeCampaign();

    const { status, body } = await marketer.launch(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: true, error: null, message: 'Email campaign scheduled' });
    expect(body.data).toMatchObject({
      execution_results: {
        email: { success: true, message: 'Email campaign scheduled' },
        social: null,
        content: null,
      },
      summary: 'Email campaign scheduled',
      campaign_status: 'active',
    });
    await app.drainJobs();

    expect(await marketer.campaign(id)).toMatchObject({
      status: 'completed',
      completed_at: expect.any(String),
    });
    const mail = (await marketer.outbox()).find((text) => text.includes(ada.email));
    expect(mail).toContain('Subject: Hi Ada');
    expect(mail).toContain('News for Analytical');
    expect((await marketer.recipients(id)).map(({ state }: { state: string }) => state)).toEqual([
      'sent',
      'sent',
    ]);
    expect(await marketer.logs(id)).toEqual([
      { action: 'launch', summary: 'Email campaign scheduled' },
      { action: 'complete', summary: 'Everything planned is done' },
    ]);
  });

  it('writes only to the audience the campaign names', async () => {
    const named = await marketer.makeLead();
    await marketer.makeLead();
    const id = await marketer.makeCampaign({ audience: { lead_ids: [named.id] } });
    await marketer.launch(id);
    await app.drainJobs();
    expect((await marketer.recipients(id)).map(({ email }: { email: string }) => email)).toEqual([
      named.email,
    ]);
  });

  it('writes to who is in the segments it names, and to nobody when there are none', async () => {
    const [warm, far] = [await marketer.makeLead({ score: 80 }), await marketer.makeLead({ country: 'NZ' })];
    await marketer.makeLead();
    const segmentOf = async (filter: object) =>
      (await newSegment(app, marketer.client, { kind: 'live', filter })).id;
    const segment_ids = [await segmentOf(WARM), await segmentOf({ field: 'country', op: 'is', value: 'NZ' })];
    const written = async (audience: object) => {
      const id = await marketer.makeCampaign({ audience });
      await marketer.launch(id);
      await app.drainJobs();
      return (await marketer.recipients(id)).map(({ email }: { email: string }) => email).toSorted();
    };
    expect(await written({ segment_ids })).toEqual([warm.email, far.email].toSorted());
    expect(await written({ segment_ids, lead_ids: [far.id] })).toEqual([far.email]);
    expect(await written({ segment_ids: [] })).toEqual([]);
    expect(await written({ filter: { field: 'country', op: 'is', value: 'NZ' } })).toEqual([far.email]);
    expect(
      await written({ segment_ids, filter: { not: { field: 'country', op: 'is', value: 'NZ' } } }),
    ).toEqual([warm.email]);
  });

  it("never writes to another owner's leads, even when named", async () => {
    const stranger = await app.as();
    const { body } = await stranger.post('/api/leads', { name: 'Eve', email: `${randomUUID()}@example.com` });
    await marketer.makeLead();
    const id = await marketer.makeCampaign();
    // As a front end could write it, past the application.
    const settings = JSON.stringify({ audience: { lead_ids: [body.data.id] } });
    await app.sql('update campaigns set settings = $2 where id = $1', [id, settings]);
    await marketer.launch(id);
    await app.drainJobs();
    expect(await marketer.recipients(id)).toEqual([]);
    expect((await marketer.campaign(id)).status).toBe('completed');
  });

  it('cannot launch it twice, not even at the same time', async () => {
    await marketer.makeLead();
    const id = await marketer.makeCampaign();
    const statuses = (await Promise.all([marketer.launch(id), marketer.launch(id), marketer.launch(id)])).map(
      ({ status }) => status,
    );
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 409, 409]);
    await app.drainJobs();
    expect(await marketer.recipients(id)).toHaveLength(1);
    const { status, body } = await marketer.launch(id);
    expect([status, body.code]).toEqual([409, 'campaigns/illegal-transition']);
  });

  it('is told every reason why it cannot be launched, and nothing changes', async () => {
    const id = await marketer.makeCampaign({ channels: [], budget: 0, end_date: '2020-01-01T00:00:00Z' });
    const { status, body } = await marketer.launch(id);
    expect(status).toBe(422);
    expect(body.error).toContain('Campaign validation failed');
    expect(body.errors).toEqual([
      { path: 'channels', message: 'At least one channel must be selected' },
      { path: 'end_date', message: 'Campaign end date is in the past' },
      { path: 'budget_allocated', message: 'Campaign budget must be greater than 0' },
    ]);
    expect((await marketer.campaign(id)).status).toBe('draft');
  });

  it.each([
    ['no text', {}, 'content.email.body'],
    ['a broken template', { email: { body: '<p>{{ first_name | shout }}</p>' } }, 'shout'],
    ['an unknown template', { email: { template_id: 'nowhere' } }, 'nowhere'],
  ])('is told when its mail has %s, and it stays a draft', async (_, content, hint) => {
    const id = await marketer.makeCampaign({ content });
    const { status, body } = await marketer.launch(id);
    expect([status, body.code]).toEqual([422, 'campaigns/no-channel-accepted']);
    expect(body.error).toContain(hint);
    expect((await marketer.campaign(id)).status).toBe('draft');
  });

  it('is told which channels nobody serves, while the others go ahead', async () => {
    await marketer.makeLead();
    const id = await marketer.makeCampaign({ channels: ['email', 'linkedin', 'tiktok'] });
    const { body } = await marketer.launch(id);
    expect(body.data.execution_results).toMatchObject({
      email: { success: true },
      social: { success: false, message: expect.stringContaining('no posts') },
      other: { tiktok: { success: false, message: 'Channel not automated' } },
    });
    expect(body.data.summary).toBe('Email campaign scheduled. Social campaign failed');
  });

  it('may use a template instead of a text', async () => {
    const lead = await marketer.makeLead();
    const id = await marketer.makeCampaign({ content: { email: { template_id: 'welcome' } } });
    expect((await marketer.launch(id)).status).toBe(200);
    await app.drainJobs();
    expect((await marketer.outbox()).some((text) => text.includes(lead.email))).toBe(true);
  });
});
