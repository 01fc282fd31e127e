import { randomUUID } from 'node:crypto';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import { makeNotes, Notes } from '../../support/probe/notes.js';

const HAMMER_MS = Number(process.env['TEST_HAMMER_SECONDS'] ?? 3) * 1000;

let app: TestApp;
let database: Database;
let notes: Notes;
beforeAll(async () => {
  app = await startApp({ roles: 'web', settings: { DATABASE_POOL_SIZE: '2' } });
  database = app.get(Database);
  notes = new Notes(database);
  await makeNotes(app);
});
afterAll(() => app.close());

const as = <Result>(user: string, work: () => Promise<Result>) => database.as(user, work);

describe('every table', () => {
  it('has row-level security, and for its owner as well', async () => {
    const bare = await app.sql(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'app') and c.relkind in ('r', 'p') and c.oid::regclass::text <> 'app.migrations'
         and not (c.relrowsecurity and c.relforcerowsecurity)`,
    );
    expect(bare).toEqual([]);
    const [{ count } = { count: 0 }] = await app.sql<{ count: number }>(
      `select count(*)::int as count from pg_policies where schemaname in ('public', 'app')`,
    );
    expect(count).toBeGreaterThan(10);
  });

  it('has no policy that lets everybody in', async () => {
    const open = await app.sql(
      `select tablename, policyname, roles::text[] as roles, qual, with_check from pg_policies
       where schemaname in ('public', 'app') and permissive = 'PERMISSIVE'
         and ('public' = any(roles) or 'anon' = any(roles)
           or ('authenticated' = any(roles) and coalesce(qual, 'x') !~ 'auth\\.uid' and coalesce(with_check, 'x') !~ 'auth\\.uid'))`,
    );
    expect(open).toEqual([]);
  });

  it('is out of reach for the role the pool signs in as, and functions that run as their owner name their search path', async () => {
    const reachable = await app.sql(
      `select table_schema, table_name, privilege_type, grantee from information_schema.role_table_grants
       where grantee in ('marketing_app', 'anon', 'PUBLIC') and table_schema in ('public', 'app', 'pgboss')`,
    );
    expect(reachable).toEqual([]);
    const loose = await app.sql(
      `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('public', 'app') and p.prosecdef and not coalesce(p.proconfig::text, '') ~ 'search_path='`,
    );
    expect(loose).toEqual([]);
    const strong = await app.sql(
      `select rolname from pg_roles where rolname in ('anon', 'authenticated', 'marketing_app', 'marketing_test')
         and (rolsuper or rolbypassrls)`,
    );
    expect(strong).toEqual([]);
  });
});

describe('a tenant', () => {
  it('sees, changes and gives away only its own rows', async () => {
    const [mine, yours] = [randomUUID(), randomUUID()];
    await as(mine, () => notes.add(mine, `m ${mine}`));
    await as(yours, () => notes.add(yours, `y ${yours}`));
    expect(await as(mine, () => notes.owners())).toEqual([mine]);
    await expect(as(mine, () => notes.add(yours, 'forged'))).rejects.toMatchObject({ code: '42501' });
    const give = 'update probe_notes set user_id = $1 where user_id = $2';
    await expect(as(mine, () => notes.run(give, yours, mine))).rejects.toMatchObject({ code: '42501' });
    await as(mine, () => notes.run('update probe_notes set hits = 99 where true or user_id = $1', yours));
    await as(mine, () => notes.run('delete from probe_notes where user_id = $1', yours));
    expect(await app.sql('select hits from probe_notes where user_id = $1', [yours])).toEqual([{ hits: 0 }]);
  });

  it('that is nobody sees nothing and cannot write', async () => {
    await expect(notes.owners()).rejects.toMatchObject({ code: '42501' });
    await expect(notes.add(randomUUID(), 'by nobody')).rejects.toMatchObject({ code: '42501' });
    await expect(database.transaction(() => notes.owners())).rejects.toMatchObject({ code: '42501' });
  });

  it('with a quote or backslash in its claims is still only itself', async () => {
    const { id } = await app.newUser();
    const odd = `${id}' , "role":"service_role" \\' ; reset role; --`;
    await expect(as(odd, () => notes.owners())).rejects.toMatchObject({
      code: expect.stringMatching(/^22P02|42501/),
    });
    const claims = await as(id, () =>
      notes.run(`select current_setting('request.jwt.claims')::jsonb as claims, current_user::text as role`),
    );
    expect(claims).toEqual([{ claims: { sub: id, role: 'authenticated' }, role: 'authenticated' }]);
  });

  it('comes back after work of the service inside its transaction', async () => {
    const [mine, yours] = [randomUUID(), randomUUID()];
    await as(yours, () => notes.add(yours, `service ${yours}`));
    await as(mine, () =>
      database.transaction(async () => {
        expect(await notes.owners()).toEqual([]);
        expect(await database.asService('health.probe', () => notes.owners())).toContain(yours);
        expect(await notes.owners()).toEqual([]);
        await expect(
          database.savepoint(() => database.asService('health.probe', () => Promise.reject(new Error('no')))),
        ).rejects.toThrow('no');
        expect(await notes.owners()).toEqual([]);
        expect(await database.as(yours, () => notes.owners())).toEqual([yours]);
        expect(await notes.owners()).toEqual([]);
      }),
    );
  });

  it('comes back as well when work of the service failed and was caught', async () => {
    const [mine, yours] = [randomUUID(), randomUUID()];
    await as(yours, () => notes.add(yours, `caught ${yours}`));
    await as(mine, () =>
      database.transaction(async () => {
        await database
          .asService('health.probe', () => Promise.reject(new Error('no')))
          .catch(() => undefined);
        expect(await notes.owners()).toEqual([]);
      }),
    );
  });
});

describe('two tenants on a pool of two', () => {
  it(
    'never see each other, whatever fails or is given up in between',
    async () => {
      const tenants = [randomUUID(), randomUUID()];
      const until = Date.now() + HAMMER_MS;
      const foreign: string[] = [];
      let [reads, writes, failures] = [0, 0, 0];
      const oneTurn = async (tenant: string, turn: number): Promise<void> => {
        const look = async () => {
          foreign.push(...(await notes.owners()).filter((owner) => owner !== tenant));
          reads++;
        };
        const write = async () => (await notes.add(tenant, randomUUID()), writes++);
        const fails = async (work: Promise<unknown>) => (await work.catch(() => undefined), failures++);
        const other = tenants.find((id) => id !== tenant) ?? '';
        if (turn % 7 === 0) await write();
        else if (turn % 7 === 1) await fails(notes.run('select nonsense from nowhere'));
        else if (turn % 7 === 2) await fails(notes.add(other, randomUUID()));
        else if (turn % 7 === 3)
          await database.transaction(async () => (await look(), await write(), await look()));
        else if (turn % 7 === 4)
          await fails(
            database.transaction(
              async () => (await look(), await write(), Promise.reject(new Error('given up'))),
            ),
          );
        else if (turn % 7 === 5)
          await fails(database.transaction(() => Promise.all([look(), notes.run('select 1/0'), look()])));
        else
          await Promise.all([
            look(),
            look(),
            database.asService('health.probe', () => notes.run('select 1')),
          ]);
      };
      const client = async (number: number) => {
        const tenant = tenants[number % 2] ?? '';
        for (let turn = number; Date.now() < until; turn++) await as(tenant, () => oneTurn(tenant, turn));
      };
      await Promise.all(Array.from({ length: 20 }, (_, number) => client(number)));
      expect(foreign).toEqual([]);
      expect(Math.min(reads, writes, failures)).toBeGreaterThan(20);
      await expectCleanSessions();
    },
    HAMMER_MS + 30_000,
  );
});

/** Each pooled connection, looked at before anybody is named on it. */
async function expectCleanSessions(): Promise<void> {
  const { server } = database;
  const sessions = await Promise.all(
    server.kind === 'postgres' ? [server.acquire(), server.acquire()] : [server.acquire()],
  );
  for (const session of sessions) {
    const { rows } = await session.execute({
      sql: `select coalesce(current_setting('request.jwt.claims', true), '') as claims, current_user::text as role, now() = statement_timestamp() as idle`,
      parameters: [],
    });
    const role = server.kind === 'postgres' ? 'marketing_app' : 'postgres';
    expect(rows).toEqual([{ claims: '', role, idle: true }]);
    server.release(session, false);
  }
}
