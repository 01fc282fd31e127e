import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import { makeNotes, Notes } from '../../support/probe/notes.js';
import { onPostgres } from '../../support/where.js';

let app: TestApp;
let database: Database;
let notes: Notes;
beforeAll(async () => {
  app = await startApp({
    roles: 'web',
    settings: { DATABASE_POOL_SIZE: '4', DATABASE_STATEMENT_TIMEOUT_MS: '4000' },
  });
  database = app.get(Database);
  notes = new Notes(database);
  await makeNotes(app);
});
afterAll(() => app.close());

const kept = async (like: string) =>
  (
    await app.sql<{ text: string }>('select text from probe_notes where text like $1 order by text', [like])
  ).map(({ text }) => text);
const failure = (text: string) => Promise.reject(new Error(text));

describe('a transaction', () => {
  it('keeps all or nothing, also of what joined it', async () => {
    const user = randomUUID();
    await database.as(user, () =>
      database.transaction(async () => {
        await notes.add(user, `${user} 1`);
        await database.transaction(() => notes.add(user, `${user} 2`));
        await database.asService('health.probe', () => notes.add(user, `${user} 3`));
      }),
    );
    expect(await kept(`${user}%`)).toHaveLength(3);
    const undone = randomUUID();
    await expect(
      database.as(undone, () =>
        database.transaction(async () => {
          await notes.add(undone, `${undone} 1`);
          await database.transaction(() => notes.add(undone, `${undone} 2`));
          await failure('changed my mind');
        }),
      ),
    ).rejects.toThrow('changed my mind');
    expect(await kept(`${undone}%`)).toEqual([]);
  });

  it('undoes only the part that failed when that part was a savepoint', async () => {
    const user = randomUUID();
    await database.as(user, () =>
      database.transaction(async () => {
        await notes.add(user, `${user} 1`);
        await database.savepoint(() => notes.add(user, `${user} 1`)).catch(() => undefined);
        await database.savepoint(async () => {
          await notes.add(user, `${user} 2`);
          await database
            .savepoint(async () => (await notes.add(user, `${user} 3`), failure('inner')))
            .catch(() => undefined);
          await notes.add(user, `${user} 4`);
        });
      }),
    );
    expect(await kept(`${user}%`)).toEqual([1, 2, 4].map((number) => `${user} ${number}`));
  });

  it('is followed by what waits for its commit, and by nothing when it fails', async () => {
    const [user, happened] = [randomUUID(), [] as string[]];
    await database.as(user, () =>
      database.transaction(async () => {
        database.onCommit(() => happened.push('a'));
        database.onCommit(() => {
          throw new Error('a follower fails');
        });
        database.onCommit(() => happened.push('b'));
        await notes.add(user, `${user} follows`);
        expect(happened).toEqual([]);
      }),
    );
    expect(happened).toEqual(['a', 'b']);
    await database
      .transaction(async () => (database.onCommit(() => happened.push('c')), failure('no')))
      .catch(() => undefined);
    database.onCommit(() => happened.push('d'));
    expect(happened).toEqual(['a', 'b', 'd']);
    expect(await kept(`${user}%`)).toHaveLength(1);
  });

  it('gives parallel parts each their own identity', async () => {
    const [mine, yours] = [randomUUID(), randomUUID()];
    await database.as(yours, () => notes.add(yours, `${yours} parallel`));
    await database.as(mine, () =>
      database.transaction(async () => {
        const service = () => database.asService('health.probe', () => notes.owners());
        const [one, two, three, four] = await Promise.all([
          notes.owners(),
          service(),
          notes.owners(),
          service(),
        ]);
        expect([one, three]).toEqual([[], []]);
        for (const seen of [two, four]) expect(seen).toContain(yours);
      }),
    );
  });

  it('that has ended takes no more: a straggler neither writes on its own nor on somebody else’s connection', async () => {
    const user = randomUUID();
    let straggler: Promise<unknown> = Promise.resolve();
    await expect(
      database.as(user, () =>
        database.transaction(() => {
          straggler = sleep(100).then(() => notes.add(user, `${user} late`));
          straggler.catch(() => undefined);
          return failure('one part failed');
        }),
      ),
    ).rejects.toThrow('one part failed');
    await expect(straggler).rejects.toThrow('after its transaction had ended');
    expect(await kept(`${user}%`)).toEqual([]);
  });

  onPostgres('that lost a deadlock is run again', async () => {
    const user = randomUUID();
    await database.as(user, async () => {
      await notes.add(user, `${user} a`);
      await notes.add(user, `${user} b`);
      let runs = 0;
      const both = (first: string, second: string) =>
        database.transaction(async () => {
          runs++;
          await notes.run('update probe_notes set hits = hits + 1 where text = $1', `${user} ${first}`);
          await sleep(150);
          await notes.run('update probe_notes set hits = hits + 1 where text = $1', `${user} ${second}`);
        });
      await Promise.all([both('a', 'b'), both('b', 'a')]);
      expect(runs).toBeGreaterThan(2);
    });
    expect(await app.sql('select hits from probe_notes where user_id = $1', [user])).toEqual([
      { hits: 2 },
      { hits: 2 },
    ]);
  });
});

describe('a statement', () => {
  it('that has lost a race by itself is run again', async () => {
    await app.sql(`create sequence probe_races`);
    await app.sql(`grant usage on probe_races to authenticated`);
    await app.sql(`create function probe_race() returns bigint language plpgsql as $$
      begin
        if nextval('probe_races') < 3 then raise exception using errcode = '40P01'; end if;
        return currval('probe_races');
      end $$`);
    const [row] = await database.as(randomUUID(), () =>
      notes.run('select probe_race()::int as tries where 1 = $1', 1),
    );
    expect(row).toEqual({ tries: 3 });
  });

  it('that fails leaves its connection clean for the next', async () => {
    const user = randomUUID();
    await database.as(user, async () => {
      for (let time = 0; time < 12; time++) {
        await expect(notes.run('select * from nowhere where 1 = $1', time)).rejects.toMatchObject({
          code: '42P01',
        });
        await expect(notes.add(randomUUID(), `${user} forged`)).rejects.toMatchObject({ code: '42501' });
        expect(await notes.owners()).toEqual([]);
      }
    });
  });

  it('prepared for one tenant shows another only its own rows', async () => {
    const users = Array.from({ length: 6 }, () => randomUUID());
    for (let round = 0; round < 5; round++)
      for (const user of users)
        await database.as(user, async () => {
          await notes.add(user, `${user} ${round}`);
          expect(await notes.texts('%')).toEqual(
            Array.from({ length: round + 1 }, (_, at) => `${user} ${at}`),
          );
        });
    expect((await database.asService('health.probe', () => notes.texts('%'))).length).toBeGreaterThanOrEqual(
      30,
    );
  });

  it('gives times as ISO-8601 text, counts as numbers and JSON as values', async () => {
    const [row] = await database.as(randomUUID(), () =>
      notes.run(
        `select timestamptz '2026-11-23 20:00:00.123456+02' as at, 9007199254740991::bigint as big,
        1.10::numeric as exact, '{"a":[1]}'::jsonb as data, $1::uuid as id, date '2026-01-02' as day, array['a','b'] as list`,
        '0198c1f2-7c1e-7000-8000-000000000000',
      ),
    );
    expect(row).toEqual({
      at: '2026-11-23T18:00:00.123456Z',
      big: 9007199254740991,
      exact: '1.10',
      data: { a: [1] },
      id: '0198c1f2-7c1e-7000-8000-000000000000',
      day: '2026-01-02',
      list: ['a', 'b'],
    });
  });

  it('with a NUL or half a surrogate in it is refused as unstorable', async () => {
    await database.as(randomUUID(), async () => {
      await expect(notes.run('select $1::text', 'a\u0000b')).rejects.toMatchObject({
        code: 'database/text-unstorable',
      });
    });
  });

  onPostgres('that takes too long is given up, and the pool goes on', async () => {
    await database.as(randomUUID(), async () => {
      const slow = [
        notes.run('select pg_sleep(20)'),
        ...Array.from({ length: 3 }, () => notes.run('select pg_sleep(20) where 1 = $1', 1)),
      ];
      for (const answer of await Promise.allSettled(slow))
        expect(answer).toMatchObject({ status: 'rejected', reason: { code: 'database/too-slow' } });
      expect(await notes.run('select 1 as one')).toEqual([{ one: 1 }]);
    });
  });
});
