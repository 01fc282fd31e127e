import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CampaignExecutor } from '#automation/workflows/execution/campaign-executor.service';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../support/app.js';
import { type Marketer, newMarketer } from './marketer.js';

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await startApp();
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
      { action: 'complete', summary: 'All mail is settled' },
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

  it("never writes to another owner's leads, even when named", async () => {
    const stranger = await app.as();
    const { body } = await stranger.post('/api/leads', { name: 'Eve', email: `${randomUUID()}@example.com` });
    await marketer.makeLead();
    const id = await marketer.makeCampaign({ audience: { lead_ids: [body.data.id] } });
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
      social: { success: false, message: 'Channel not automated' },
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

describe('a campaign with a start date', () => {
  it('waits for it, then starts', async () => {
    await marketer.makeLead();
    const start = new Date(Date.now() + 1_500);
    const id = await marketer.makeCampaign({ start_date: start.toISOString() });
    const { body } = await marketer.launch(id);
    expect(body.data.campaign_status).toBe('scheduled');
    expect((await marketer.launch(id)).status).toBe(409);
    expect((await marketer.campaign(id)).status).toBe('scheduled');
    expect(await outboxOf(id)).toBe(0);
    for (let tries = 0; tries < 80 && (await marketer.campaign(id)).status !== 'completed'; tries++)
      await sleep(100);
    expect((await marketer.campaign(id)).status).toBe('completed');
    expect(await outboxOf(id)).toBe(1);
  });

  it('does not start once it has been stopped', async () => {
    await marketer.makeLead();
    const id = await marketer.makeCampaign({ start_date: new Date(Date.now() + 60_000).toISOString() });
    await marketer.launch(id);
    expect((await marketer.client.post(`/api/campaigns/${id}/stop`)).status).toBe(200);
    await app.sql(`update campaigns set start_date = now() - interval '1 minute' where id = $1`, [id]);
    await app.get(Database).as(marketer.id, () => app.get(CampaignExecutor).startScheduled(marketer.id, id));
    expect((await marketer.campaign(id)).status).toBe('completed');
    expect(await outboxOf(id)).toBe(0);
  });

  it('pauses and says why when its mail cannot be sent by then', async () => {
    const id = await marketer.makeCampaign({
      content: {},
      start_date: new Date(Date.now() + 60_000).toISOString(),
    });
    await marketer.launch(id);
    await app.sql(`update campaigns set start_date = now() - interval '1 minute' where id = $1`, [id]);
    await app.get(Database).as(marketer.id, () => app.get(CampaignExecutor).startScheduled(marketer.id, id));
    expect((await marketer.campaign(id)).status).toBe('paused');
    expect((await marketer.logs(id)).at(-1)?.summary).toContain('content.email.body');
  });

  const outboxOf = async (id: string) => {
    const [row] = await app.sql<{ sent: number }>(
      `select count(*)::int as sent from email_messages where campaign_id = $1 and state = 'sent'`,
      [id],
    );
    return row?.sent ?? 0;
  };
});
