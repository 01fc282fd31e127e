import { setTimeout as sleep } from 'node:timers/promises';
import { PlanAudienceJob } from '#automation/workflows/execution/execution.jobs';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { type Lead, type Marketer, newMarketer } from './marketer.js';

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  marketer = await newMarketer(app);
});
afterAll(() => app.close());

describe('a running campaign', () => {
  const slow = { settings: { throttle_per_minute: 60 } };

  it('can be paused, goes on where it was, and can be stopped; illegal steps are refused', async () => {
    for (let count = 0; count < 8; count++) await marketer.makeLead();
    const id = await marketer.makeCampaign(slow);
    expect((await marketer.client.post(`/api/campaigns/${id}/pause`)).status).toBe(409);
    await marketer.launch(id);

    for (let tries = 0; tries < 100 && (await marketer.recipients(id)).length < 8; tries++) await sleep(50);
    const paused = await marketer.step(id, 'pause');
    expect(paused.body.data).toMatchObject({
      message: 'Campaign paused successfully',
      jobs_paused: expect.any(Number),
    });
    expect(paused.body.message).toBe('Campaign paused successfully');
    expect(paused.body.data.jobs_paused).toBeGreaterThan(0);
    expect((await marketer.step(id, 'pause')).status).toBe(409);
    expect((await marketer.campaign(id)).status).toBe('paused');

    const resumed = await marketer.step(id, 'resume');
    expect(resumed.body.message).toBe('Campaign resumed successfully');
    expect(resumed.body.data.jobs_resumed).toBeGreaterThan(0);
    expect((await marketer.step(id, 'resume')).status).toBe(409);

    const stopped = await marketer.step(id, 'stop');
    expect(stopped.body.message).toBe('Campaign stopped and marked as completed');
    expect(stopped.body.data.message).toBe(stopped.body.message);
    expect((await marketer.step(id, 'stop')).status).toBe(409);
    await app.drainJobs();
    const states = (await marketer.recipients(id)).map(({ state }: { state: string }) => state);
    expect(states).toHaveLength(8);
    expect(states.filter((state: string) => !['sent', 'skipped'].includes(state))).toEqual([]);
    expect(states).toContain('skipped');
    expect((await marketer.logs(id)).map(({ action }) => action)).toEqual([
      'launch',
      'pause',
      'resume',
      'stop',
    ]);
  });

  it('keeps its content and audience', async () => {
    await marketer.makeLead();
    await marketer.makeLead();
    const id = await marketer.makeCampaign({ settings: { throttle_per_minute: 1 } });
    await marketer.launch(id);
    const { status, body } = await marketer.client.put(`/api/campaigns/${id}`, { content: {} });
    expect([status, body.code]).toEqual([409, 'campaigns/running']);
    expect((await marketer.client.put(`/api/campaigns/${id}`, { description: 'Fine' })).status).toBe(200);
    await marketer.client.post(`/api/campaigns/${id}/stop`);
  });

  it('adds nobody twice when its planning runs again', async () => {
    await marketer.makeLead();
    const id = await marketer.makeCampaign({ settings: { quiet_hours: { start: '00:00', end: '23:59' } } });
    await marketer.launch(id);
    await app.drainJobs();
    await app.get(Jobs).send(PlanAudienceJob, { ownerId: marketer.id, campaignId: id });
    await app.drainJobs();
    expect(await marketer.recipients(id)).toHaveLength(1);
    await marketer.client.post(`/api/campaigns/${id}/stop`);
    await app.drainJobs();
  });
});

describe('a campaign that is launched after consent was withdrawn', () => {
  it.each([
    ['everybody', () => ({})],
    ['the leads it names', (leads: Lead[]) => ({ audience: { lead_ids: leads.map(({ id }) => id) } })],
  ])('to %s says in its report whom it leaves out', async (_, audience) => {
    const [lead, other] = [await marketer.makeLead(), await marketer.makeLead()];
    await marketer.withdrawBySql(lead);
    const id = await marketer.makeCampaign(audience([lead, other]));
    await marketer.launch(id);
    await app.drainJobs();
    expect(await marketer.report(id)).toMatchObject({
      recipients: 2,
      sent: 1,
      skipped: 1,
      skipped_by_reason: { no_consent: 1 },
    });
    expect(await marketer.recipients(id)).toContainEqual(
      expect.objectContaining({ lead_id: lead.id, state: 'skipped', skip_reason: 'no_consent', attempt: 0 }),
    );
    expect((await marketer.outbox()).some((text) => text.includes(lead.email))).toBe(false);
    expect((await marketer.campaign(id)).status).toBe('completed');
  });

  it('does not count them against its throttle', async () => {
    const withdrawn = [await marketer.makeLead(), await marketer.makeLead(), await marketer.makeLead()];
    for (const lead of withdrawn) await marketer.withdrawBySql(lead);
    await marketer.makeLead();
    const id = await marketer.makeCampaign({ settings: { throttle_per_minute: 1 } });
    await marketer.launch(id);
    await app.drainJobs();
    expect(await marketer.report(id)).toMatchObject({
      queued: 0,
      sent: 1,
      skipped_by_reason: { no_consent: 3 },
    });
  });

  it('says nothing of those its audience would not hold, nor of another owner’s', async () => {
    const theirs = await (await newMarketer(app)).makeLead();
    const outside = await marketer.makeLead({ tags: ['other'] });
    const inside = await marketer.makeLead({ tags: ['spring'] });
    for (const lead of [theirs, outside]) await marketer.withdrawBySql(lead);
    const id = await marketer.makeCampaign({ audience: { tags: ['spring'] } });
    await marketer.launch(id);
    await app.drainJobs();
    expect((await marketer.recipients(id)).map(({ email }) => email)).toEqual([inside.email]);
  });

  it('to nobody else is completed', async () => {
    await marketer.withdrawBySql(await marketer.makeLead());
    const id = await marketer.makeCampaign();
    await marketer.launch(id);
    await app.drainJobs();
    expect(await marketer.report(id)).toMatchObject({ sent: 0, skipped_by_reason: { no_consent: 1 } });
    expect((await marketer.campaign(id)).status).toBe('completed');
  });
});
