import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CampaignExecutor } from '#automation/workflows/execution/campaign-executor.service';
import { PlanAudienceJob } from '#automation/workflows/execution/execution.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../support/app.js';
import type { TestClient } from '../support/client.js';

let app: TestApp;
let owner: string;
let client: TestClient;
beforeAll(async () => {
  app = await startApp();
});
beforeEach(async () => {
  ({ id: owner, client } = await app.newUser());
});
afterAll(() => app.close());

const MAIL = { email: { subject_line: 'Hi {{ first_name | default: "there" }}', body: '<p>News for {{ company }}</p>' } };

const makeCampaign = async (fields: object = {}): Promise<string> => {
  const { body } = await client.post('/api/campaigns', {
    name: `Spring ${randomUUID()}`,
    channels: ['email'],
    content: MAIL,
    ...fields,
  });
  return body.data.id;
};
const makeLead = async (fields: object = {}) => {
  const email = `${randomUUID()}@example.com`;
  const { body } = await client.post('/api/leads', { name: 'Ada Lovelace', email, company: 'Analytical', ...fields });
  return { id: body.data.id as string, email };
};
const launch = (id: string) => client.post(`/api/campaigns/${id}/launch`);
const campaign = async (id: string) => (await client.get(`/api/campaigns/${id}`)).body.data;
const recipients = async (id: string) => (await client.get(`/api/email/campaigns/${id}/recipients`)).body.data;
const outbox = async () => {
  const folder = join(app.dataDir, 'outbox');
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
};
const logs = (id: string) =>
  app.sql<{ action: string; summary: string }>(
    'select action, summary from campaign_execution_logs where campaign_id = $1 order by execution_timestamp',
    [id],
  );

describe('a marketer launches a campaign', () => {
  it('writes to every lead that may be written to, personally, and completes', async () => {
    const ada = await makeLead();
    await makeLead({ name: 'Bo', company: undefined });
    const id = await makeCampaign();

    const { status, body } = await launch(id);
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      execution_results: { email: { success: true, message: 'Email campaign scheduled' }, social: null, content: null },
      summary: 'Email campaign scheduled',
      campaign_status: 'active',
    });
    await app.drainJobs();

    expect(await campaign(id)).toMatchObject({ status: 'completed', completed_at: expect.any(String) });
    const mail = (await outbox()).find((text) => text.includes(ada.email));
    expect(mail).toContain('Subject: Hi Ada');
    expect(mail).toContain('News for Analytical');
    expect((await recipients(id)).map(({ state }: { state: string }) => state)).toEqual(['sent', 'sent']);
    expect(await logs(id)).toEqual([
      { action: 'launch', summary: 'Email campaign scheduled' },
      { action: 'complete', summary: 'All mail is settled' },
    ]);
  });

  it('writes only to the audience the campaign names', async () => {
    const named = await makeLead();
    await makeLead();
    const id = await makeCampaign({ audience: { lead_ids: [named.id] } });
    await launch(id);
    await app.drainJobs();
    expect((await recipients(id)).map(({ email }: { email: string }) => email)).toEqual([named.email]);
  });

  it("never writes to another owner's leads, even when named", async () => {
    const stranger = await app.as();
    const { body } = await stranger.post('/api/leads', { name: 'Eve', email: `${randomUUID()}@example.com` });
    await makeLead();
    const id = await makeCampaign({ audience: { lead_ids: [body.data.id] } });
    await launch(id);
    await app.drainJobs();
    expect(await recipients(id)).toEqual([]);
    expect((await campaign(id)).status).toBe('completed');
  });

  it('cannot launch it twice, not even at the same time', async () => {
    await makeLead();
    const id = await makeCampaign();
    const statuses = (await Promise.all([launch(id), launch(id), launch(id)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 409, 409]);
    await app.drainJobs();
    expect(await recipients(id)).toHaveLength(1);
    const { status, body } = await launch(id);
    expect([status, body.code]).toEqual([409, 'campaigns/illegal-transition']);
  });

  it('is told every reason why it cannot be launched, and nothing changes', async () => {
    const id = await makeCampaign({ channels: [], budget: 0, end_date: '2020-01-01T00:00:00Z' });
    const { status, body } = await launch(id);
    expect(status).toBe(422);
    expect(body.error).toContain('Campaign validation failed');
    expect(body.errors).toEqual([
      { path: 'channels', message: 'At least one channel must be selected' },
      { path: 'end_date', message: 'Campaign end date is in the past' },
      { path: 'budget_allocated', message: 'Campaign budget must be greater than 0' },
    ]);
    expect((await campaign(id)).status).toBe('draft');
  });

  it.each([
    ['no text', {}, 'content.email.body'],
    ['a broken template', { email: { body: '<p>{{ first_name | shout }}</p>' } }, 'shout'],
    ['an unknown template', { email: { template_id: 'nowhere' } }, 'nowhere'],
  ])('is told when its mail has %s, and it stays a draft', async (_, content, hint) => {
    const id = await makeCampaign({ content });
    const { status, body } = await launch(id);
    expect([status, body.code]).toEqual([422, 'campaigns/no-channel-accepted']);
    expect(body.error).toContain(hint);
    expect((await campaign(id)).status).toBe('draft');
  });

  it('is told which channels nobody serves, while the others go ahead', async () => {
    await makeLead();
    const id = await makeCampaign({ channels: ['email', 'linkedin', 'tiktok'] });
    const { body } = await launch(id);
    expect(body.data.execution_results).toMatchObject({
      email: { success: true },
      social: { success: false, message: 'Channel not automated' },
      other: { tiktok: { success: false, message: 'Channel not automated' } },
    });
    expect(body.data.summary).toBe('Email campaign scheduled. Social campaign failed');
  });

  it('may use a template instead of a text', async () => {
    const lead = await makeLead();
    const id = await makeCampaign({ content: { email: { template_id: 'welcome' } } });
    expect((await launch(id)).status).toBe(200);
    await app.drainJobs();
    expect((await outbox()).some((text) => text.includes(lead.email))).toBe(true);
  });
});

describe('a campaign with a start date', () => {
  it('waits for it, then starts', async () => {
    await makeLead();
    const start = new Date(Date.now() + 1_500);
    const id = await makeCampaign({ start_date: start.toISOString() });
    const { body } = await launch(id);
    expect(body.data.campaign_status).toBe('scheduled');
    expect((await campaign(id)).status).toBe('scheduled');
    expect(await outboxOf(id)).toBe(0);
    for (let tries = 0; tries < 80 && (await campaign(id)).status !== 'completed'; tries++) await sleep(100);
    expect((await campaign(id)).status).toBe('completed');
    expect(await outboxOf(id)).toBe(1);
  });

  it('does not start once it has been stopped', async () => {
    await makeLead();
    const id = await makeCampaign({ start_date: new Date(Date.now() + 60_000).toISOString() });
    await launch(id);
    expect((await client.post(`/api/campaigns/${id}/stop`)).status).toBe(200);
    await app.sql(`update campaigns set start_date = now() - interval '1 minute' where id = $1`, [id]);
    await app.get(Database).as(owner, () => app.get(CampaignExecutor).startScheduled(owner, id));
    expect((await campaign(id)).status).toBe('completed');
    expect(await outboxOf(id)).toBe(0);
  });

  it('pauses and says why when its mail cannot be sent by then', async () => {
    const id = await makeCampaign({ content: {}, start_date: new Date(Date.now() + 60_000).toISOString() });
    await launch(id);
    await app.sql(`update campaigns set start_date = now() - interval '1 minute' where id = $1`, [id]);
    await app.get(Database).as(owner, () => app.get(CampaignExecutor).startScheduled(owner, id));
    expect((await campaign(id)).status).toBe('paused');
    expect((await logs(id)).at(-1)?.summary).toContain('content.email.body');
  });

  const outboxOf = async (id: string) => {
    const [row] = await app.sql<{ sent: number }>(
      `select count(*)::int as sent from email_messages where campaign_id = $1 and state = 'sent'`,
      [id],
    );
    return row?.sent ?? 0;
  };
});

describe('a running campaign', () => {
  const slow = { settings: { throttle_per_minute: 60 } };

  it('can be paused, goes on where it was, and can be stopped; illegal steps are refused', async () => {
    for (let count = 0; count < 8; count++) await makeLead();
    const id = await makeCampaign(slow);
    expect((await client.post(`/api/campaigns/${id}/pause`)).status).toBe(409);
    await launch(id);
    const step = async (verb: string) => client.post(`/api/campaigns/${id}/${verb}`);

    for (let tries = 0; tries < 100 && (await recipients(id)).length < 8; tries++) await sleep(50);
    const paused = await step('pause');
    expect(paused.body.data).toMatchObject({ message: 'Campaign paused successfully', jobs_paused: expect.any(Number) });
    expect(paused.body.data.jobs_paused).toBeGreaterThan(0);
    expect((await step('pause')).status).toBe(409);
    expect((await campaign(id)).status).toBe('paused');

    const resumed = await step('resume');
    expect(resumed.body.data.jobs_resumed).toBeGreaterThan(0);
    expect((await step('resume')).status).toBe(409);

    const stopped = await step('stop');
    expect(stopped.body.data.message).toBe('Campaign stopped and marked as completed');
    expect((await step('stop')).status).toBe(409);
    await app.drainJobs();
    const states = (await recipients(id)).map(({ state }: { state: string }) => state);
    expect(states).toHaveLength(8);
    expect(states.filter((state: string) => !['sent', 'skipped'].includes(state))).toEqual([]);
    expect(states).toContain('skipped');
    expect((await logs(id)).map(({ action }) => action)).toEqual(['launch', 'pause', 'resume', 'stop']);
  });

  it('keeps its content and audience', async () => {
    await makeLead();
    await makeLead();
    const id = await makeCampaign({ settings: { throttle_per_minute: 1 } });
    await launch(id);
    const { status, body } = await client.put(`/api/campaigns/${id}`, { content: {} });
    expect([status, body.code]).toEqual([409, 'campaigns/running']);
    expect((await client.put(`/api/campaigns/${id}`, { description: 'Fine' })).status).toBe(200);
    await client.post(`/api/campaigns/${id}/stop`);
  });

  it('adds nobody twice when its planning runs again', async () => {
    await makeLead();
    const id = await makeCampaign({ settings: { quiet_hours: { start: '00:00', end: '23:59' } } });
    await launch(id);
    await app.drainJobs();
    await app.get(Jobs).send(PlanAudienceJob, { ownerId: owner, campaignId: id });
    await app.drainJobs();
    expect(await recipients(id)).toHaveLength(1);
    await client.post(`/api/campaigns/${id}/stop`);
    await app.drainJobs();
  });
});

describe('a lead who no longer agrees to mail', () => {
  it('is not written to any more', async () => {
    const lead = await makeLead();
    const other = await makeLead();
    expect((await client.put(`/api/leads/${lead.id}`, { consent: 'withdrawn' })).status).toBe(200);
    await app.drainJobs();
    const { body } = await client.get('/api/email/suppressions');
    expect(body.data).toMatchObject([{ email: lead.email, reason: 'consent_withdrawn' }]);
    const id = await makeCampaign();
    await launch(id);
    await app.drainJobs();
    expect((await recipients(id)).map(({ email }: { email: string }) => email)).toEqual([other.email]);
  });
});
