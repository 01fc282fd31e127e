import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { describeParts } from './parts.stories.js';

let app: TestApp;
let client: TestClient;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
beforeEach(async () => {
  ({ client } = await app.newUser());
});
afterAll(() => app.close());

const create = async (fields: object = {}) => {
  const { status, body } = await client.post('/api/campaigns', { name: `Spring ${randomUUID()}`, ...fields });
  expect(body).toMatchObject({ success: true, error: null });
  expect(status).toBe(201);
  return body.data;
};

describe('a marketer makes a campaign', () => {
  it('gets a draft with what was said and sound defaults', async () => {
    const campaign = await create({
      name: '  Spring news ',
      objective: 'Bring them back',
      budget: 500,
      channels: ['email', 'linkedin'],
      target_audience: { region: 'Nordics' },
      audience: { tags: ['customer'], min_score: 20 },
      content: { email: { subject_line: 'Hi', body: '<p>Hi</p>' } },
      settings: { throttle_per_minute: 60 },
    });
    expect(campaign).toMatchObject({
      name: 'Spring news',
      status: 'draft',
      type: 'email',
      channel: 'email',
      channels: ['email', 'linkedin'],
      primary_objective: 'Bring them back',
      budget_allocated: 500,
      total_budget: 500,
      budget_spent: 0,
      target_audience: { region: 'Nordics' },
      audience: { tags: ['customer'], min_score: 20 },
      settings: { throttle_per_minute: 60 },
      metrics: {},
      launched_at: null,
    });
    expect(campaign.created_at).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const { body } = await client.get(`/api/campaigns/${campaign.id}`);
    expect(body.data).toEqual(campaign);
  });

  it.each([
    ['social_media', 'social'],
    ['seo', 'content'],
    ['mixed', 'multi_channel'],
    ['other', 'other'],
  ])('may call its type %s', async (given, kept) => {
    expect(await create({ type: given })).toMatchObject({ type: kept });
  });

  it('is told when the name is taken, whatever else is', async () => {
    const { name } = await create();
    const { status, body } = await client.post('/api/campaigns', { name });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      success: false,
      code: 'campaigns/name-taken',
      error: expect.stringContaining(name),
    });
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 5 }, 'name'],
    [{}, 'name'],
    [{ name: 'x', type: 'telepathy' }, 'type'],
    [{ name: 'x', budget: -1 }, 'budget'],
    [{ name: 'x', budget: '5' }, 'budget'],
    [{ name: 'x', channels: 'email' }, 'channels'],
    [{ name: 'x', channels: ['E-Mail!'] }, 'channels'],
    [{ name: 'x', status: 'active' }, 'status'],
    [{ name: 'x', created_by: randomUUID() }, 'created_by'],
    [{ name: 'x', audience: { lead_ids: ['1'] } }, 'audience.lead_ids'],
    [{ name: 'x', audience: { everybody: true } }, 'audience.everybody'],
    [{ name: 'x', audience: [] }, 'audience'],
    [{ name: 'x', content: 'hello' }, 'content'],
    [{ name: 'x', target_audience: 7 }, 'target_audience'],
    [{ name: 'x', start_date: 'tomorrow' }, 'start_date'],
    [{ name: 'x', start_date: '2027-W05-1' }, 'start_date'],
    [{ name: 'x', channel: null }, 'channel'],
  ])('is told which field of %j is wrong', async (fields, path) => {
    const { status, body } = await client.post('/api/campaigns', fields);
    expect(status).toBe(400);
    expect(body.errors.map((issue: { path: string }) => issue.path)).toContain(path);
  });

  it('cannot let it end before it starts', async () => {
    const dates = { start_date: '2027-02-01T00:00:00Z', end_date: '2027-01-01T00:00:00Z' };
    const { status, body } = await client.post('/api/campaigns', { name: 'x', ...dates });
    expect([status, body.code]).toEqual([422, 'campaigns/dates-reversed']);
  });
});

describe('a marketer lists campaigns', () => {
  it('sees the newest first, page by page, each once', async () => {
    const made: string[] = [];
    for (let count = 0; count < 5; count++) made.unshift((await create()).id);
    const first = await client.get('/api/campaigns?limit=2');
    const second = await client.get(`/api/campaigns?limit=2&cursor=${first.body.next_cursor}`);
    const third = await client.get(`/api/campaigns?limit=2&cursor=${second.body.next_cursor}`);
    const ids = [first, second, third].flatMap(({ body }) => body.data.map(({ id }: { id: string }) => id));
    expect(ids).toEqual(made);
    expect(third.body.next_cursor).toBeNull();
    const skipped = await client.get('/api/campaigns?limit=2&offset=3');
    expect(skipped.body.data.map(({ id }: { id: string }) => id)).toEqual(made.slice(3));
  });

  it('finds them by status and type', async () => {
    await create({ type: 'social' });
    const email = await create({ type: 'email' });
    const { body } = await client.get('/api/campaigns?status=draft&type=email');
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([email.id]);
    expect((await client.get('/api/campaigns?status=active')).body.data).toEqual([]);
  });

  it.each([
    'limit=0',
    'limit=101',
    'limit=1e1',
    'limit=1&limit=2',
    'status=asleep',
    'cursor=zzz',
    'sort=name',
    'offset=-1',
  ])('is refused with ?%s', async (query) => {
    expect((await client.get(`/api/campaigns?${query}`)).status).toBe(400);
  });

  it('is refused from a cursor that no list has given out', async () => {
    const cursor = Buffer.from('["x","y"]').toString('base64url');
    const { status, body } = await client.get(`/api/campaigns?cursor=${cursor}`);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'http/cursor-unreadable' });
  });
});

describe('a marketer changes a campaign', () => {
  it('changes what is given and keeps the rest', async () => {
    const campaign = await create({ budget: 100, audience: { tags: ['a'] }, settings: { note: 'kept' } });
    const { body } = await client.put(`/api/campaigns/${campaign.id}`, {
      description: 'New',
      audience: { tags: ['b'] },
    });
    expect(body.data).toMatchObject({
      description: 'New',
      budget_allocated: 100,
      audience: { tags: ['b'] },
      settings: { note: 'kept' },
    });
    const { body: later } = await client.put(`/api/campaigns/${campaign.id}`, {
      settings: { note: 'changed' },
    });
    expect(later.data).toMatchObject({ audience: { tags: ['b'] }, settings: { note: 'changed' } });
    expect(new Date(later.data.updated_at).getTime()).toBeGreaterThan(
      new Date(campaign.updated_at).getTime(),
    );
  });

  it.each([
    { name: null },
    { type: null },
    { channel: null },
    { status: 'active' },
    { id: randomUUID() },
    { created_by: randomUUID() },
    { metrics: {} },
  ])('cannot write %j', async (changes) => {
    const campaign = await create();
    expect((await client.put(`/api/campaigns/${campaign.id}`, changes)).status).toBe(400);
    expect((await client.get(`/api/campaigns/${campaign.id}`)).body.data).toEqual(campaign);
  });

  it('can delete it', async () => {
    const { id } = await create();
    expect((await client.delete(`/api/campaigns/${id}`)).body.data).toEqual({ deleted: true, id });
    expect((await client.get(`/api/campaigns/${id}`)).status).toBe(404);
    expect((await client.delete(`/api/campaigns/${id}`)).status).toBe(404);
  });
});

describeParts(() => ({ app, client }));

describe("somebody else's campaign", () => {
  it('does not exist, and stays as it is', async () => {
    const campaign = await create();
    const stranger = await app.as();
    const tries = [
      stranger.get(`/api/campaigns/${campaign.id}`),
      stranger.put(`/api/campaigns/${campaign.id}`, { name: 'Mine now' }),
      stranger.delete(`/api/campaigns/${campaign.id}`),
      ...['launch', 'pause', 'resume', 'stop', 'duplicate', 'approvals', 'approve', 'optimize'].map((verb) =>
        stranger.post(`/api/campaigns/${campaign.id}/${verb}`),
      ),
      ...['history', 'approvals', 'spend', 'performance', 'insights'].map((list) =>
        stranger.get(`/api/campaigns/${campaign.id}/${list}`),
      ),
      stranger.post(`/api/campaigns/${campaign.id}/reject`, { comment: 'No' }),
      stranger.post(`/api/campaigns/${campaign.id}/spend`, { channel: 'ads', amount: 1 }),
      stranger.delete(`/api/campaigns/${campaign.id}/spend/${randomUUID()}`),
      stranger.patch(`/api/campaigns/${campaign.id}/status`, { status: 'archived' }),
      stranger.put(`/api/campaigns/${campaign.id}/status`, { status: 'archived' }),
    ];
    for (const { status, body } of await Promise.all(tries)) {
      expect(status).toBe(404);
      expect(body.code).toBe('campaigns/not-found');
    }
    expect((await stranger.get('/api/campaigns')).body.data).toEqual([]);
    expect((await client.get(`/api/campaigns/${campaign.id}`)).body.data).toEqual(campaign);
  });

  it('is answered like an unknown id and like one that is none', async () => {
    expect((await client.get('/api/campaigns/not-an-id')).status).toBe(404);
    expect((await client.get(`/api/campaigns/${randomUUID()}`)).status).toBe(404);
  });
});
