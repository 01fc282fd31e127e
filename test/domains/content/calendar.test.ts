import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import type { TestClient } from '../../support/client.js';
import { NO_ENTRIES } from './content.cases.js';
import { contentOf, LATER } from './content.makers.js';

let app: TestApp;
let id: string;
let client: TestClient;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
beforeEach(async () => {
  ({ id, client } = await app.newUser());
});
afterAll(() => app.close());

const { schedule, get, approved } = contentOf(() => client);

describe('the calendar', () => {
  const april = '/api/content/calendar?from=2998-04-01&to=2998-05-01';
  const entry = (fields: object = {}) =>
    client.post('/api/content/calendar', {
      title: 'Spring opening',
      content_type: 'social',
      platform: ['LinkedIn', 'x'],
      scheduled_date: '2998-04-10T08:00:00Z',
      ...fields,
    });

  it('shows entries and scheduled content in the order of their times', async () => {
    const piece = await approved({ title: 'Peas', platform: 'facebook' });
    await schedule(piece, '2998-04-09');
    const { status, body } = await entry({
      content_data: { note: 'x' },
      assets: ['a.png'],
      description: 'All day',
    });
    expect(status).toBe(201);
    expect(body.data).toEqual({
      id: expect.any(String),
      kind: 'entry',
      title: 'Spring opening',
      description: 'All day',
      content_type: 'social_post',
      platform: ['linkedin', 'twitter'],
      scheduled_date: '2998-04-10T08:00:00Z',
      status: 'draft',
      content_id: null,
      content_data: { note: 'x' },
      assets: ['a.png'],
      assigned_to: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    });
    await entry({ scheduled_date: '2998-05-01' });
    await app.sql(
      `insert into content_calendar (created_by, title, content_type, scheduled_date) values ($1, 'Theirs', 'blog', '2998-04-20')`,
      [id],
    );
    const { body: shown } = await client.get(april);
    expect(
      shown.data.map(({ kind, title, content_id, status: at }: Record<string, unknown>) => [
        kind,
        title,
        content_id,
        at,
      ]),
    ).toEqual([
      ['piece', 'Peas', piece, 'scheduled'],
      ['entry', 'Spring opening', null, 'draft'],
      ['entry', 'Theirs', null, 'draft'],
    ]);
    expect(shown.data[0]).toMatchObject({
      id: String(piece),
      platform: ['facebook'],
      scheduled_date: '2998-04-09T00:00:00Z',
      content_type: 'social_post',
    });
    const first = await client.get(`${april}&limit=2`);
    const rest = await client.get(`${april}&limit=2&cursor=${first.body.next_cursor}`);
    expect([...first.body.data, ...rest.body.data]).toEqual(shown.data);
    expect(rest.body.next_cursor).toBeNull();
    const stranger = await app.as();
    expect((await stranger.get(april)).body.data).toEqual([]);
  });

  it('begins today and goes on for a month when nothing is said', async () => {
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    await entry({ scheduled_date: soon });
    await entry({ scheduled_date: LATER });
    expect(
      (await client.get('/api/content/calendar')).body.data.map(
        ({ scheduled_date }: { scheduled_date: string }) => new Date(scheduled_date).toISOString(),
      ),
    ).toEqual([soon]);
  });

  it('is moved about: entries anywhere, content to a time to come', async () => {
    const { id: note } = (await entry()).body.data;
    const moved = await client.patch(`/api/content/calendar/${note}`, {
      scheduled_date: '2020-04-12T09:00:00Z',
    });
    expect(moved.body.data).toMatchObject({ id: note, scheduled_date: '2020-04-12T09:00:00Z' });
    const piece = await approved();
    await schedule(piece);
    const to = await client.patch(`/api/content/calendar/${piece}`, {
      scheduled_date: '2998-04-12T09:00:00Z',
    });
    expect(to.body.data).toMatchObject({
      id: String(piece),
      kind: 'piece',
      scheduled_date: '2998-04-12T09:00:00Z',
      status: 'scheduled',
    });
    expect(
      (await client.patch(`/api/content/calendar/${piece}`, { scheduled_date: '2020-01-01' })).body.code,
    ).toBe('content/schedule-in-the-past');
    expect((await client.patch(`/api/content/calendar/${note}`, { scheduled_date: 'soon' })).status).toBe(
      400,
    );
  });

  it('is cleared: entries are gone, content is only no longer scheduled', async () => {
    const { id: note } = (await entry()).body.data;
    expect((await client.delete(`/api/content/calendar/${note}`)).body.data).toEqual({
      deleted: true,
      id: note,
    });
    expect((await client.delete(`/api/content/calendar/${note}`)).status).toBe(404);
    const piece = await approved();
    await schedule(piece, '2998-04-12');
    expect((await client.delete(`/api/content/calendar/${piece}`)).status).toBe(200);
    expect(await get(piece)).toMatchObject({ status: 'approved', scheduled_for: null });
    expect((await client.delete(`/api/content/calendar/${piece}`)).body.code).toBe('content/illegal-step');
    expect((await client.get(april)).body.data).toEqual([]);
  });

  it("has nothing of other people's that could be moved or removed", async () => {
    const { id: note } = (await entry()).body.data;
    const piece = await approved();
    await schedule(piece);
    const stranger = await app.as();
    for (const [item, code] of [
      [note, 'content/calendar-entry-not-found'],
      [piece, 'content/not-found'],
      ['x', 'content/calendar-entry-not-found'],
      [randomUUID(), 'content/calendar-entry-not-found'],
    ])
      for (const answer of [
        await stranger.patch(`/api/content/calendar/${item}`, { scheduled_date: LATER }),
        await stranger.delete(`/api/content/calendar/${item}`),
      ])
        expect([answer.status, answer.body.code]).toEqual([404, code]);
    expect((await get(piece)).status).toBe('scheduled');
  });

  it.each(NO_ENTRIES)('refuses an entry with %j', async (fields, path) => {
    const { status, body } = await entry(fields);
    expect(status).toBe(400);
    expect(body.errors.map((issue: { path: string }) => issue.path)).toContain(path);
  });

  it.each([
    ['from=soon', 400],
    ['from=2026-01-02&to=2026-01-01', 422],
    ['from=2026-01-01&to=2026-01-01', 422],
    ['from=2026-01-01&to=2028-01-01', 422],
    ['limit=0', 400],
    ['cursor=x', 400],
  ])('cannot be shown with ?%s', async (query, expected) => {
    expect((await client.get(`/api/content/calendar?${query}`)).status).toBe(expected);
  });
});
