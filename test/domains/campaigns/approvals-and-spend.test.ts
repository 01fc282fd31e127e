import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { asFrontEnd } from './front-end.js';

const MAIL = { email: { subject_line: 'Hi', body: '<p>Hi</p>' } };

let app: TestApp;
let client: TestClient;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  ({ client } = await app.newUser());
});
afterAll(() => app.close());

const make = async (fields: object = {}): Promise<string> => {
  const { body } = await client.post('/api/campaigns', { name: randomUUID(), content: MAIL, ...fields });
  return body.data.id;
};
const get = async (id: string) => (await client.get(`/api/campaigns/${id}`)).body.data;
const step = (id: string, verb: string, body?: object) => client.post(`/api/campaigns/${id}/${verb}`, body);

describe('a campaign that is to be approved', () => {
  it('is launched once somebody has agreed to it, with a comment', async () => {
    const id = await make({ approval_required: true });
    const refused = await step(id, 'launch');
    expect([refused.status, refused.body.code]).toEqual([409, 'campaigns/approval-required']);
    expect((await step(id, 'approve')).body.code).toBe('campaigns/approval-not-open');

    const asked = await step(id, 'approvals', { note: 'Prices of January' });
    expect(asked.status).toBe(201);
    expect(asked.body.data).toMatchObject({
      state: 'requested',
      note: 'Prices of January',
      decided_by: null,
    });
    expect((await step(id, 'launch')).status).toBe(409);
    expect((await step(id, 'reject', { comment: 'The old logo' })).body.data).toMatchObject({
      state: 'rejected',
      comment: 'The old logo',
      decided_by: asked.body.data.requested_by,
      decided_at: expect.any(String),
    });
    expect((await step(id, 'launch')).status).toBe(409);

    await step(id, 'approvals');
    expect((await step(id, 'approve', { comment: 'Good' })).body.data.state).toBe('approved');
    expect((await step(id, 'launch')).status).toBe(200);
    const { body } = await client.get(`/api/campaigns/${id}/approvals?limit=1`);
    expect(body.data).toMatchObject([{ state: 'approved', comment: 'Good' }]);
    const rest = await client.get(`/api/campaigns/${id}/approvals?cursor=${body.next_cursor}`);
    expect(rest.body.data).toMatchObject([{ state: 'rejected' }]);
    const history = (await client.get(`/api/campaigns/${id}/history`)).body.data;
    expect(history.map(({ action, reason }: { action: string; reason: string }) => [action, reason])).toEqual(
      expect.arrayContaining([
        ['approve', 'Good'],
        ['reject', 'The old logo'],
        ['request_approval', 'Prices of January'],
      ]),
    );
    await step(id, 'stop');
  });

  it.each<[string, object]>([
    ['content', { content: { email: { body: '<p>Other</p>' } } }],
    ['audience', { audience: { tags: ['everybody'] } }],
    ['schedule', { schedule: { at: '2035-01-01T09:00' } }],
    ['budget', { budget_allocated: 7 }],
    ['channels', { channels: ['email', 'blog'] }],
  ])('is to be approved again when its %s has changed', async (_, changes) => {
    const id = await make({ approval_required: true });
    await step(id, 'approvals');
    await step(id, 'approve');
    await client.put(`/api/campaigns/${id}`, { description: 'Nobody is told that' });
    expect((await get(id)).approval_state).toBe('approved');
    await client.put(`/api/campaigns/${id}`, changes);
    expect((await get(id)).approval_state).toBe('none');
    expect((await step(id, 'launch')).body.code).toBe('campaigns/approval-required');
  });

  it('cannot be agreed to as it was before a change', async () => {
    const id = await make({ approval_required: true });
    await step(id, 'approvals');
    await client.put(`/api/campaigns/${id}`, { content: {} });
    const { status, body } = await step(id, 'approve');
    expect([status, body.code]).toEqual([409, 'campaigns/approval-not-open']);
    await step(id, 'approvals');
    expect((await step(id, 'approve')).status).toBe(200);
    const { body: list } = await client.get(`/api/campaigns/${id}/approvals`);
    expect(list.data.map(({ state }: { state: string }) => state)).toEqual(['approved', 'superseded']);
  });

  it('is decided once, however many decide at the same time', async () => {
    const id = await make({ approval_required: true });
    await step(id, 'approvals');
    const decided = await Promise.all([
      step(id, 'approve'),
      step(id, 'reject', { comment: 'No' }),
      step(id, 'approve'),
    ]);
    expect(decided.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409, 409,
    ]);
  });

  it('is put up for approval only while it is a draft, and needs words to be refused', async () => {
    const id = await make({ approval_required: true });
    await step(id, 'approvals');
    expect((await step(id, 'reject', {})).status).toBe(400);
    await step(id, 'approve');
    expect((await step(id, 'approvals')).body.code).toBe('campaigns/approval-not-needed');
    await step(id, 'launch');
    expect((await step(id, 'approvals')).body.code).toBe('campaigns/approval-not-needed');
    await step(id, 'stop');
  });

  it('may be every campaign of an owner that says nothing of its own', async () => {
    const policy = '/api/campaigns/approval-policy';
    const none = { approval_required: false, four_eyes: false, approvers: [] };
    expect((await client.get(policy)).body.data).toEqual(none);
    await client.put(policy, { approval_required: true });
    expect((await client.get(policy)).body.data).toEqual({ ...none, approval_required: true });
    const [usual, exempt] = [await make(), await make({ approval_required: false })];
    expect((await step(usual, 'launch')).status).toBe(409);
    expect((await step(exempt, 'launch')).status).toBe(200);
    await step(exempt, 'stop');
    const stranger = await app.as();
    expect((await stranger.get(policy)).body.data).toEqual(none);
    expect((await client.put(policy, { approval_required: 'yes' })).status).toBe(400);
  });

  it('is not approved by whoever writes its row past the application', async () => {
    const { id: userId, client: owner } = await app.newUser();
    const { body } = await owner.post('/api/campaigns', {
      name: 'x',
      content: MAIL,
      approval_required: true,
    });
    const { id } = body.data;
    await asFrontEnd(
      app,
      userId,
      `update campaigns set approval_state = 'approved', approval_required = false, description = 'By hand' where id = '${id}'`,
    );
    expect((await owner.get(`/api/campaigns/${id}`)).body.data).toMatchObject({
      description: 'By hand',
      approval_state: 'none',
      approval_required: true,
    });
    await owner.post(`/api/campaigns/${id}/approvals`);
    await owner.post(`/api/campaigns/${id}/approve`);
    await app.sql(`update campaigns set content = '{"email": {"body": "Else"}}' where id = $1`, [id]);
    expect((await owner.post(`/api/campaigns/${id}/launch`)).body.code).toBe('campaigns/approval-required');
  });
});

describe('what a campaign costs', () => {
  const spend = (id: string, amount: number, more: object = {}) =>
    step(id, 'spend', { channel: 'paid_ads', amount, ...more });

  it('is recorded cost by cost, and adds up', async () => {
    const id = await make({ budget: 100 });
    const first = await spend(id, 60.5, { date: '2026-11-01', note: 'Week one' });
    expect(first.status).toBe(201);
    expect(first.body.data).toMatchObject({
      channel: 'paid_ads',
      amount: 60.5,
      date: '2026-11-01',
      note: 'Week one',
      source: 'recorded',
      budget: { budget_allocated: 100, budget_spent: 60.5, remaining: 39.5, over_budget: false },
    });
    await Promise.all([spend(id, 10), spend(id, 10), spend(id, 10)]);
    expect((await spend(id, -0.5)).body.data.budget.budget_spent).toBe(90);
    expect(await get(id)).toMatchObject({ budget_spent: 90, over_budget: false });
    const { body } = await client.get(`/api/campaigns/${id}/spend?limit=2`);
    expect(body.data.map(({ amount }: { amount: number }) => amount)).toEqual([-0.5, 10]);
    const rest = await client.get(`/api/campaigns/${id}/spend?limit=9&cursor=${body.next_cursor}`);
    expect(rest.body.data).toHaveLength(3);
    const gone = await client.delete(`/api/campaigns/${id}/spend/${first.body.data.id}`);
    expect(gone.body.data).toMatchObject({ deleted: true, budget: { budget_spent: 29.5 } });
    const again = await client.delete(`/api/campaigns/${id}/spend/${first.body.data.id}`);
    expect([again.status, again.body.code]).toEqual([404, 'campaigns/spend-not-found']);
    expect((await client.delete(`/api/campaigns/${id}/spend/none`)).status).toBe(404);
  });

  it.each([
    [{ channel: 'Ads!', amount: 1 }, 'channel'],
    [{ channel: 'ads', amount: '1' }, 'amount'],
    [{ channel: 'ads', amount: 0 }, 'amount'],
    [{ channel: 'ads', amount: 0.001 }, 'amount'],
    [{ channel: 'ads', amount: 1, date: '2026-02-30' }, 'date'],
    [{ channel: 'ads', amount: 1, source: 'ai' }, 'source'],
  ])('is not recorded as %j', async (wrong, path) => {
    const id = await make();
    const { status, body } = await step(id, 'spend', wrong);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  it('is told once when it passes the budget, and again when it does so again; then it goes on', async () => {
    const id = await make({ budget: 10, schedule: { at: '2035-01-01T09:00' } });
    await step(id, 'launch');
    await spend(id, 11);
    await spend(id, 1);
    await app.drainJobs();
    expect((await get(id)).status).toBe('scheduled');
    expect(await get(id)).toMatchObject({ over_budget: true, budget_spent: 12 });
    const told = async () =>
      (await client.get(`/api/campaigns/${id}/history`)).body.data.filter(
        ({ action }: { action: string }) => action === 'over_budget',
      );
    expect(await told()).toMatchObject([{ actor: 'budget', reason: '11 was spent of 10' }]);
    await client.put(`/api/campaigns/${id}`, { budget_allocated: 12 });
    expect((await get(id)).over_budget).toBe(false);
    await spend(id, 1);
    expect(await told()).toHaveLength(2);
  });

  it('pauses a running campaign where it says so, and keeps it paused until there is money', async () => {
    const id = await make({
      budget: 10,
      settings: { pause_over_budget: true, quiet_hours: { start: '00:00', end: '23:59' } },
      schedule: { at: '2035-01-01T09:00' },
    });
    await step(id, 'launch');
    await spend(id, 10);
    await app.drainJobs();
    expect((await get(id)).status).toBe('scheduled');
    await spend(id, 0.01);
    await app.drainJobs();
    expect((await get(id)).status).toBe('paused');
    const [last] = (await client.get(`/api/campaigns/${id}/history`)).body.data;
    expect(last).toMatchObject({ action: 'pause', actor: 'budget', from: 'scheduled', to: 'paused' });
    const refused = await step(id, 'resume');
    expect([refused.status, refused.body.code]).toEqual([409, 'campaigns/over-budget']);
    await client.put(`/api/campaigns/${id}`, { budget_allocated: 20 });
    expect((await step(id, 'resume')).status).toBe(200);
    await step(id, 'stop');
  });
});
