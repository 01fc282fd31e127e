import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { asFrontEnd } from './front-end.js';

let app: TestApp;
let owner: { id: string; client: TestClient };
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  owner = await app.newUser();
});
afterAll(() => app.close());

const make = async (fields: object = {}): Promise<string> =>
  (await owner.client.post('/api/campaigns', { name: randomUUID(), ...fields })).body.data.id;
const get = async (id: string) => (await owner.client.get(`/api/campaigns/${id}`)).body.data;

const byHand = (statement: string) => asFrontEnd(app, owner.id, statement);

describe('a front end that writes rows of campaigns', () => {
  const DUE = `status = 'scheduled', next_run_at = now(), settle_at = now(), launched_at = now(), completed_at = now(), run_at = now(),
    plan = '{"channels": ["email"], "content": {"email": {"body": "Unseen"}}, "settings": {}, "schedule": null, "audience": {}}'`;
  const nothingDue = {
    status: 'draft',
    plan: null,
    next_run_at: null,
    launched_at: null,
    completed_at: null,
    run_at: null,
  };

  it('changes what is said, and starts nothing', async () => {
    const id = await make({ approval_required: true });
    await byHand(`update campaigns set description = 'By hand', ${DUE} where id = '${id}'`);
    expect(await get(id)).toMatchObject({ description: 'By hand', ...nothingDue });
    for (const status of ['active', 'paused', 'completed']) {
      await byHand(`update campaigns set status = '${status}' where id = '${id}'`);
      expect((await get(id)).status).toBe('draft');
    }
  });

  it('keeps what launches and the clock rest on', async () => {
    const id = await make({ schedule: { at: '2035-01-01T09:00' }, content: { email: { body: 'Hi' } } });
    await owner.client.post(`/api/campaigns/${id}/launch`);
    await app.sql("update campaigns set launched_words = 'agreed', paused_with_parent = true where id = $1", [
      id,
    ]);
    const kept = () =>
      app.sql('select launched_words, waiting_since, paused_with_parent from campaigns where id = $1', [id]);
    const before = await kept();
    expect(before).toMatchObject([{ launched_words: 'agreed', waiting_since: expect.anything() }]);
    await byHand(
      `update campaigns set launched_words = null, waiting_since = null, paused_with_parent = false where id = '${id}'`,
    );
    expect(await kept()).toEqual(before);
    await owner.client.post(`/api/campaigns/${id}/stop`);
  });

  it('makes drafts', async () => {
    const id = randomUUID();
    await byHand(
      `insert into campaigns (id, created_by, name, type, channel, status, next_run_at, launched_at, plan)
       values ('${id}', '${owner.id}', 'By hand', 'email', 'email', 'paused', now(), now(), '{}')`,
    );
    expect(await get(id)).toMatchObject({ name: 'By hand', ...nothingDue });
  });

  it('puts away and deletes what nothing runs for', async () => {
    const [draft, running, gone] = [
      await make(),
      await make({ schedule: { at: '2035-01-01T09:00' }, content: { email: { body: 'Hi' } } }),
      await make(),
    ];
    await owner.client.post(`/api/campaigns/${running}/launch`);
    for (const id of [draft, running])
      await byHand(`update campaigns set status = 'archived' where id = '${id}'`);
    expect([(await get(draft)).status, (await get(running)).status]).toEqual(['archived', 'scheduled']);
    await byHand(`delete from campaigns where id = '${gone}'`);
    expect((await owner.client.get(`/api/campaigns/${gone}`)).status).toBe(404);
    // Started by itself it would be over at once: it has nobody to write to.
    await app.sql(`update campaigns set status = 'active', next_run_at = null where id = $1`, [running]);
    await expect(byHand(`delete from campaigns where id = '${running}'`)).rejects.toThrow('is ended before');
    await owner.client.post(`/api/campaigns/${running}/stop`);
    await app.drainJobs();
    await byHand(`delete from campaigns where id = '${running}'`);
    expect((await owner.client.get(`/api/campaigns/${running}`)).status).toBe(404);
  });
});

describe('a row that a front end has spoilt', () => {
  it.each([
    ['"everybody"', { lead_ids: [] }],
    ['null', { lead_ids: [] }],
    ['{"segments": ["x"]}', { lead_ids: [] }],
    ['{"segment_ids": "x"}', { lead_ids: [] }],
    ['{"lead_ids": ["not an id"]}', { lead_ids: [] }],
    ['{"tags": ["a"], "min_score": 5}', { tags: ['a'], min_score: 5 }],
  ])('means nobody where its audience cannot be read: %s', async (audience, read) => {
    const id = await make();
    await byHand(`update campaigns set settings = '{"audience": ${audience}}' where id = '${id}'`);
    expect((await get(id)).audience).toEqual(read);
  });

  it.each([
    ['{"at": "2035-01-01T09:00", "timezone": "Nowhere/Land"}', 'schedule.timezone'],
    ['{"at": "soon"}', 'schedule.at'],
    ['{"at": "2035-01-01T09:00", "rrule": "FREQ=SECONDLY"}', 'schedule.rrule'],
    ['{"cron": "0 9 * * 1", "exdates": "none"}', 'schedule.exdates'],
    ['"weekly"', 'schedule'],
  ])('is not launched by a schedule that cannot be followed: %s', async (schedule, path) => {
    const id = await make({ content: { email: { body: 'Hi' } } });
    await byHand(
      `update campaigns set schedule = '${schedule}', channels = '["email", 5]' where id = '${id}'`,
    );
    const { status, body } = await owner.client.post(`/api/campaigns/${id}/launch`);
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([422, 'campaigns/not-launchable', path]);
    const simulated = await owner.client.post(`/api/campaigns/${id}/simulate`, {});
    expect([simulated.status, simulated.body.code]).toEqual([422, 'campaigns/schedule-invalid']);
  });
});
