import { randomUUID } from 'node:crypto';
import { ScheduleClock } from '#domains/research/schedules/schedule.clock';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { Shop } from './shop.js';

const PATH = '/api/scraper/schedules';

let app: TestApp;
let shop: Shop;
let me: string;
let mine: TestClient;
beforeAll(async () => {
  shop = await Shop.open();
  const settings = { OUTBOUND_ALLOW: '127.0.0.1', OUTBOUND_HOST_GAP_MS: '0' };
  app = await startApp({ roles: 'web,worker,clock', settings });
});
afterAll(async () => {
  await app.close();
  await shop.close();
});
beforeEach(async () => {
  shop.clear();
  ({ id: me, client: mine } = await app.newUser());
});

const NEW = { name: 'Prices', scrape_type: 'scrape_page', schedule_cron: '0 7 * * *' };
const schedule = async (url: string, more: object = {}): Promise<string> => {
  const { status, body, text } = await mine.post(PATH, { ...NEW, config: { url }, ...more });
  if (status !== 201) throw new Error(text);
  return body.data.id as string;
};
const get = async (id: string, client = mine) => (await client.get(`${PATH}/${id}`)).body.data;
/** Its time comes, and the clock ticks. */
const comes = async (...ids: string[]) => {
  await app.sql(
    `update scrape_schedules set next_run_at = now() - interval '1 minute' where id = any ($1::uuid[])`,
    [ids],
  );
  await app.get(ScheduleClock).tick();
  await app.drainJobs();
};
const results = async (client = mine) => (await client.get('/api/scraper/results')).body.data;

describe('a schedule', () => {
  it('is kept, listed newest first, changed and deleted, and is nobody else’s', async () => {
    const { status, body } = await mine.post(PATH, { ...NEW, config: { url: shop.url } });
    expect([status, body.data]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'Prices',
        scrape_type: 'scrape_page',
        config: { url: shop.url },
        schedule_cron: '0 7 * * *',
        is_active: true,
        last_run_at: null,
        next_run_at: expect.stringMatching(/T07:00:00Z$/),
        last_result_id: null,
        last_error: null,
        created_at: expect.stringMatching(/Z$/),
        updated_at: expect.stringMatching(/Z$/),
      },
    ]);
    const { id } = body.data;
    const second = await schedule(shop.url, { name: 'Second', is_active: false });
    expect((await mine.get(PATH)).body.data.map((one: { id: string }) => one.id)).toEqual([second, id]);
    expect(await get(second)).toMatchObject({ is_active: false, next_run_at: null });
    const changed = await mine.patch(`${PATH}/${id}`, { schedule_cron: '30 8 * * *', name: 'Others' });
    expect(changed.body.data).toMatchObject({
      name: 'Others',
      next_run_at: expect.stringMatching(/T08:30:00Z$/),
    });
    const { client: theirs } = await app.newUser();
    expect((await theirs.get(PATH)).body.data).toEqual([]);
    for (const answer of [
      await theirs.get(`${PATH}/${id}`),
      await theirs.patch(`${PATH}/${id}`, { is_active: false }),
      await theirs.delete(`${PATH}/${id}`),
      await mine.get(`${PATH}/${randomUUID()}`),
      await mine.get(`${PATH}/1`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'research/schedule-not-found']);
    expect((await mine.delete(`${PATH}/${id}`)).body.data).toEqual({ deleted: true });
    expect((await mine.get(`${PATH}/${id}`)).status).toBe(404);
  });

  it.each([
    [{ scrape_type: 'test_scraper' }, 400, 'scrape_type'],
    [{ name: 'two\nlines' }, 400, 'name'],
    [{ config: 'https://example.com' }, 400, 'config'],
    [{ config: {} }, 422, 'config.url'],
    [{ config: { url: 'https://example.com', colour: 'red' } }, 422, 'config.colour'],
    [{ schedule_cron: 'daily' }, 422, 'schedule_cron'],
    [{ schedule_cron: '* * * * *' }, 422, 'schedule_cron'],
    [{ schedule_cron: '0,10 7 * * *' }, 422, 'schedule_cron'],
    [{ schedule_cron: '0 0 31 2 *' }, 422, 'schedule_cron'],
  ])('that cannot be run is refused, and the field named: %j', async (wrong, status, path) => {
    const answer = await mine.post(PATH, { ...NEW, config: { url: 'https://example.com' }, ...wrong });
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
  });

  it('is one of twenty at most', async () => {
    await app.sql(
      `insert into scrape_schedules (user_id, name, scrape_type, schedule_cron)
       select $1, 'Old', 'generic', '0 7 * * *' from generate_series(1, 20)`,
      [me],
    );
    const answer = await mine.post(PATH, { ...NEW, config: { url: shop.url } });
    expect([answer.status, answer.body.code]).toEqual([409, 'research/too-many-schedules']);
  });
});

describe('a schedule whose time has come', () => {
  it('is run once, reads its page anew and says what came of it and when it comes again', async () => {
    const id = await schedule(shop.has('/prices', '<title>Prices</title><main>Ten euros</main>'));
    await comes(id);
    const [first] = await results();
    expect(first).toMatchObject({ title: 'Prices', status: 'completed' });
    expect(await get(id)).toMatchObject({
      last_result_id: first.id,
      last_error: null,
      last_run_at: expect.stringMatching(/Z$/),
      next_run_at: expect.stringMatching(/T07:00:00Z$/),
    });
    await app.get(ScheduleClock).tick();
    await app.drainJobs();
    expect(await results()).toHaveLength(1);
    await comes(id);
    expect(await results()).toHaveLength(2);
  });

  it('tells why its page could not be read, and keeps what it read last', async () => {
    const page = shop.has('/prices', '<main>Ten euros</main>');
    const id = await schedule(page);
    await comes(id);
    const { last_result_id } = await get(id);
    shop.clear();
    await comes(id);
    expect(await get(id)).toMatchObject({ last_result_id, last_error: expect.stringContaining('404') });
    const many = await schedule('', {
      scrape_type: 'scrape_multiple_pages',
      config: { urls: [`${shop.url}/gone`], max_concurrent: 1, delay_between: 0 },
    });
    await comes(many);
    expect(await get(many)).toMatchObject({
      last_result_id: null,
      last_error: expect.stringContaining('404'),
    });
  });

  it('rests while it is not active; one of a former version says that there is no such task', async () => {
    const page = shop.has('/prices', '<main>Ten euros</main>');
    const resting = await schedule(page, { is_active: false });
    await comes(resting);
    expect(await results()).toEqual([]);
    const [old] = await app.sql<{ id: string }>(
      `insert into scrape_schedules (user_id, name, scrape_type, schedule_cron) values ($1, 'Old', 'generic', 'never') returning id`,
      [me],
    );
    await comes(old!.id);
    expect(await get(old!.id)).toMatchObject({
      last_error: 'There is no task generic.',
      next_run_at: null,
    });
  });

  it('waits behind two others of its owner, and not behind those of others', async () => {
    const page = shop.has('/prices', '<main>Ten euros</main>');
    const ids = [await schedule(page), await schedule(page), await schedule(page)];
    const other = await app.newUser();
    const { body } = await other.client.post(PATH, { ...NEW, config: { url: page } });
    await comes(...ids, body.data.id);
    expect(await results()).toHaveLength(2);
    expect(await results(other.client)).toHaveLength(1);
    await app.get(ScheduleClock).tick();
    await app.drainJobs();
    expect(await results()).toHaveLength(3);
  });
});
