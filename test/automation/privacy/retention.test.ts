import { newId } from '#kernel/ids';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';

const PATH = '/api/privacy/retention';

interface Owner {
  readonly id: string;
  readonly client: TestClient;
}

/** A row of each kind that ended so many days ago ($2); $3 is an id for whatever needs one. */
const ROWS: Record<string, string> = {
  agent_runs: `insert into agent_runs (id, user_id, agent, task, input, status, finished_at)
    values ($3, $1, 'chat', 'answer', '{}', 'completed', $2)`,
  scrape_results: `insert into scrape_results (id, user_id, url, scrape_type, status, created_at)
    values ($3, $1, 'https://a.test', 'page', 'completed', $2)`,
  secret_audit_logs: `insert into secret_audit_logs (id, user_id, service_name, operation, success, created_at)
    values ($3, $1, 'openai', 'create', true, $2)`,
  api_key_events: `insert into api_key_events (id, user_id, key_id, key_name, event, created_at)
    values ($3, $1, $3, 'Key', 'created', $2)`,
  webhook_deliveries: `with hook as (insert into webhooks (user_id, name, url, is_active, disabled_reason)
      values ($1, 'Hook', 'https://a.test', false, 'owner') returning id)
    insert into webhook_deliveries (id, user_id, webhook_id, type, body, state, settled_at)
    select $3, $1, id, 'lead.created', '{}', 'delivered', $2 from hook`,
  lead_imports: `insert into lead_imports (id, created_by, status, finished_at) values ($3, $1, 'completed', $2)`,
  data_export_requests: `insert into data_export_requests (id, request_id, user_id, status, requested_at)
    values ($3, $3::text, $1, 'expired', $2)`,
};
/** The same, still at work or wanted, however old. */
const OPEN: Record<string, string> = {
  webhook_deliveries: ROWS['webhook_deliveries']!.replace("'delivered', $2", "'waiting', nullif($2, $2)"),
  lead_imports: ROWS['lead_imports']!.replace("'completed', $2", "'running', $2"),
};

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const insert = async ({ id }: Owner, statement: string, days: number): Promise<string> => {
  // Ids begin with the time, and deliveries go by it.
  const row = newId();
  await app.sql(
    statement.replaceAll('$1', '$1::uuid').replaceAll('$2', '$2::timestamptz').replaceAll('$3', '$3::uuid'),
    [id, new Date(Date.now() - days * 86_400_000).toISOString(), row],
  );
  return row;
};
const kept = async (kind: string, ids: string[]) =>
  (await app.sql<{ id: string }>(`select id from ${kind} where id = any($1::uuid[])`, [ids])).map(
    ({ id }) => id,
  );
const rule = ({ client }: Owner, kind: string, days: number | null) =>
  client.put(PATH, { rules: [{ kind, days }] });
const told = async ({ client }: Owner, kind: string) =>
  (await client.get(PATH)).body.data.kinds.find((one: { kind: string }) => one.kind === kind);
const forget = () => app.get(Retention).run(new AbortController().signal);

describe('rules how long records are kept', () => {
  it.each(Object.keys(ROWS))(
    'have old %s forgotten, and tell how many: neither young ones nor those of others',
    async (kind) => {
      const [strict, other] = [await app.newUser(), await app.newUser()];
      const statement = ROWS[kind]!;
      const old = [await insert(strict, statement, 12), await insert(strict, statement, 11)];
      const stay = [await insert(strict, statement, 9), await insert(other, statement, 12)];
      if (OPEN[kind]) stay.push(await insert(strict, OPEN[kind], 12));
      expect(await told(strict, kind)).toMatchObject({ days: null, last_run: null });
      expect((await rule(strict, kind, 10)).status).toBe(200);
      await forget();
      expect(await kept(kind, [...old, ...stay])).toEqual(expect.arrayContaining(stay));
      expect(await kept(kind, old)).toEqual([]);
      const { last_run: run, days } = await told(strict, kind);
      expect([days, run.deleted]).toEqual([10, 2]);
      expect(Math.abs(Date.parse(run.at) - Date.now())).toBeLessThan(60_000);
      expect(await told(other, kind)).toMatchObject({ days: null, last_run: null });
    },
  );

  it('leave an export whose file is still there', async () => {
    const owner = await app.newUser();
    const statement = ROWS['data_export_requests']!;
    const there = await insert(owner, statement.replace('expired', 'completed'), 3);
    const expired = await insert(owner, statement, 3);
    await rule(owner, 'data_export_requests', 1);
    await forget();
    expect(await kept('data_export_requests', [there, expired])).toEqual([there]);
  });

  it('tell of a day what went on it, and that they have run where nothing did', async () => {
    const owner = await app.newUser();
    await rule(owner, 'scrape_results', 10);
    await forget();
    expect((await told(owner, 'scrape_results')).last_run).toMatchObject({ deleted: 0 });
    await insert(owner, ROWS['scrape_results']!, 12);
    await forget();
    await insert(owner, ROWS['scrape_results']!, 12);
    await forget();
    expect((await told(owner, 'scrape_results')).last_run).toMatchObject({ deleted: 2 });
    await app.sql(`update retention_runs set day = day - 1 where user_id = $1`, [owner.id]);
    await forget();
    expect((await told(owner, 'scrape_results')).last_run).toMatchObject({ deleted: 0 });
    await app.sql(`update retention_runs set ran_at = now() - interval '401 days' where user_id = $1`, [
      owner.id,
    ]);
    await rule(owner, 'scrape_results', null);
    await forget();
    expect((await told(owner, 'scrape_results')).last_run).toBeNull();
  });

  it('wait while their account is to be deleted', async () => {
    const owner = await app.newUser();
    await rule(owner, 'scrape_results', 10);
    const old = await insert(owner, ROWS['scrape_results']!, 12);
    await owner.client.post('/api/privacy/deletion', { confirmation: 'DELETE' });
    await forget();
    expect(await kept('scrape_results', [old])).toEqual([old]);
    await owner.client.delete('/api/privacy/deletion');
    await forget();
    expect(await kept('scrape_results', [old])).toEqual([]);
  });

  it('are shorter than what the platform keeps, of kinds that there are', async () => {
    const owner = await app.newUser();
    const codeOf = async (kind: string, days: number) => (await rule(owner, kind, days)).body.code;
    expect(await codeOf('scrape_results', 401)).toBe('privacy/retention-too-long');
    expect(await codeOf('knowledge_access_logs', 91)).toBe('privacy/retention-too-long');
    expect(await codeOf('everything', 3)).toBe('privacy/retention-kind-unknown');
    for (const days of [0, -1, 1.5, '3', 40_000])
      expect((await owner.client.put(PATH, { rules: [{ kind: 'scrape_results', days }] })).status).toBe(400);
    expect((await owner.client.get('/api/privacy/audit-log')).body.data).toEqual([]);
    expect((await rule(owner, 'data_export_requests', 36_500)).status).toBe(200);
    expect(await told(owner, 'scrape_results')).toMatchObject({ days: null, days_at_most: 400 });
  });
});
