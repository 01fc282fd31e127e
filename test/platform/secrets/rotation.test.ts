import { randomBytes, randomUUID } from 'node:crypto';
import { LinkTokens } from '#domains/email/tracking/link-token';
import { loadSettings } from '#platform/config/load-settings';
import { ResealClock } from '#platform/secrets/reseal/reseal.clock';
import { ResealHandler } from '#platform/secrets/reseal/reseal.handler';
import { Sealer } from '#platform/secrets/seal/sealer';
import { Secrets } from '#platform/secrets/secrets';
import { startApp, type TestApp } from '../../support/app.js';
import { addOldRow, keyFor, recordOf } from './vault.js';

const [OLD, CURRENT] = [randomBytes(32).toString('hex'), randomBytes(32).toString('hex')] as const;
const before = loadSettings({ SECRET_MASTER_KEY: OLD });
const after = new Sealer(loadSettings({ SECRET_MASTER_KEY: CURRENT }));
const both = new Sealer(loadSettings({ SECRET_MASTER_KEY: CURRENT, SECRET_MASTER_KEYS_PREVIOUS: OLD }));

let app: TestApp;
beforeAll(async () => {
  app = await startApp({
    roles: 'web,worker,clock',
    settings: { SECRET_MASTER_KEY: CURRENT, SECRET_MASTER_KEYS_PREVIOUS: OLD },
  });
});
afterAll(() => app.close());

interface Row {
  id: string;
  user_id: string;
  service_name: string;
  encrypted_value: string;
  initialization_vector: string;
  key_id: string | null;
  format: number;
}

/** The values of all rows by their id, as far as they open. */
async function valuesBy(sealer: Sealer): Promise<Map<string, string | undefined>> {
  const rows = await app.sql<Row>('select * from user_secrets');
  return new Map(
    rows.map((row) => {
      const owner = { userId: row.user_id, service: row.service_name };
      const { encrypted_value: encryptedValue, initialization_vector: initializationVector } = row;
      const sealed = { encryptedValue, initializationVector, keyId: row.key_id, format: row.format };
      return [row.id, sealer.open(owner, sealed)];
    }),
  );
}

const outdated = async () => {
  const { text } = await app.anonymous.get('/metrics');
  return Number(/^secrets_outdated (\S+)$/m.exec(text)?.[1]);
};
const lookedAt = (times: number) => {
  let looks = 0;
  return {
    get aborted() {
      return ++looks > times;
    },
  } as AbortSignal;
};
const run = (signal = new AbortController().signal) =>
  app.get(ResealHandler).handle({ askedBy: 'clock' }, { id: randomUUID(), attempt: 1, signal });

describe('after the master key was replaced', () => {
  it('keys sealed under the former one are used, listed and sealed anew, however often that is ended', async () => {
    const userId = randomUUID();
    for (let number = 0; number < 230; number++)
      await addOldRow(app, {
        userId,
        service: `service ${number}`,
        value: `value ${number}`,
        masterKey: OLD,
      });
    const bound = new Sealer(before).seal(
      { userId, service: 'openai_api_key' },
      'sk-bound-under-the-former-key',
    );
    await app.sql(
      `insert into user_secrets (user_id, service_name, encrypted_value, initialization_vector, key_id, format)
       values ($1, 'openai_api_key', $2, $3, $4, 2)`,
      [userId, bound.encryptedValue, bound.initializationVector, bound.keyId],
    );
    const lost = { userId: randomUUID(), service: 'mistral_api_key', value: 'nobody opens this' };
    await addOldRow(app, { ...lost, masterKey: randomBytes(32).toString('hex') });
    // The last in turn, so that it is in no batch before the others are done.
    await app.sql(`update user_secrets set id = 'ffffffff-ffff-4fff-bfff-ffffffffffff' where user_id = $1`, [
      lost.userId,
    ]);
    const values = await valuesBy(both);
    expect([...values.values()].filter((value) => value === undefined)).toHaveLength(1);
    expect(await app.get(Secrets).read(userId, 'openai_api_key')).toBe('sk-bound-under-the-former-key');
    expect(await outdated()).toBe(232);
    const dates = await app.sql('select id, created_at, updated_at from user_secrets order by id');

    await run(lookedAt(1));
    expect(await outdated()).toBe(132);
    expect(await valuesBy(both)).toEqual(values);

    await app.sql(`create function fails() returns trigger language plpgsql as $$ begin
      if new.service_name = (select max(service_name) from user_secrets where format = 1 and user_id = '${userId}')
      then raise 'the worker died here'; end if; return new; end $$`);
    await app.sql('create trigger fails before update on user_secrets for each row execute function fails()');
    await expect(run()).rejects.toThrow('the worker died here');
    const left = await outdated();
    expect(left).toBeGreaterThan(1);
    expect(await valuesBy(both)).toEqual(values);
    await app.sql('drop trigger fails on user_secrets');

    await app.get(ResealClock).tick();
    await app.drainJobs();
    expect(await outdated()).toBe(1);
    const final = await valuesBy(after);
    expect(final).toEqual(values);
    expect(await app.sql('select id, created_at, updated_at from user_secrets order by id')).toEqual(dates);
    const record = await recordOf(app, userId);
    expect(record.filter(({ operation }) => operation === 'update')).toHaveLength(231);
    expect(await app.sql('select distinct format from user_secrets where user_id = $1', [userId])).toEqual([
      { format: 2 },
    ]);
  });

  it('a key that its owner replaces meanwhile stays the new one', async () => {
    const { id, client } = await app.newUser();
    const value = keyFor.openai();
    await addOldRow(app, { userId: id, service: 'openai_api_key', value: keyFor.openai(), masterKey: OLD });
    await Promise.all([run(), client.put('/api/user/secrets/openai', { value }), run()]);
    expect(await app.get(Secrets).read(id, 'openai_api_key')).toBe(value);
    const [row] = await app.sql('select format, key_id from user_secrets where user_id = $1', [id]);
    expect(row).toEqual({ format: 2, key_id: after.keyId });
  });

  it('links in mail that is out still work, and those of a stranger do not', async () => {
    const path = (key: Buffer) =>
      `/e/u/${new LinkTokens([key]).sign('unsubscribe', { messageId: randomUUID() })}`;
    expect((await app.anonymous.get(path(before.key('email.links')))).status).toBe(200);
    expect((await app.anonymous.get(path(randomBytes(32)))).status).toBe(404);
  });
});
