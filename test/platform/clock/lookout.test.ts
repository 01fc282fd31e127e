import { sql } from 'kysely';
import { Lookout } from '#platform/clock/lookout';
import { Database } from '#platform/database/database';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';

describe('what clocks ask at the same moment', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await sharedApp();
  });
  afterAll(() => app.close());

  /** The statements that hold the word, while `work` is done: others of the application go on beside it. */
  async function statementsOf(word: string, work: () => Promise<void>): Promise<number> {
    const database = app.get(Database);
    const execute = database.execute.bind(database);
    let count = 0;
    database.execute = (statement) => {
      if (JSON.stringify(statement).includes(word)) count += 1;
      return execute(statement);
    };
    try {
      await work();
    } finally {
      database.execute = execute;
    }
    return count;
  }

  it('is one statement, and each hears its own answer', async () => {
    const lookout = app.get(Lookout);
    const count = await statementsOf('lookout test', async () => {
      const answers = await Promise.all([
        lookout.holds(sql<boolean>`'lookout test' is null`),
        lookout.holds(sql<boolean>`exists (select from leads where false)`),
        lookout.holds(sql<boolean>`exists (select where ${'lookout test'}::text is not null)`),
      ]);
      expect(answers).toEqual([false, false, true]);
    });
    expect(count).toBe(1);
  });

  it('is answered for the others when one cannot be asked', async () => {
    const lookout = app.get(Lookout);
    const answers = await Promise.allSettled([
      lookout.holds(sql<boolean>`exists (select from there_is_no_such_table)`),
      lookout.holds(sql<boolean>`exists (select 1)`),
    ]);
    expect(answers).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: true }]);
  });
});
