import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import { DATA_MAP } from '#automation/privacy/map/data-map';
import { PersonErasureRepository } from '#automation/privacy/persons/person-erasure.repository';
import { PersonService } from '#automation/privacy/persons/person.service';
import { PersonWords } from '#automation/privacy/persons/words/person-words';
import { PersonWordsRepository } from '#automation/privacy/persons/words/person-words.repository';
import { Database } from '#platform/database/database';
import { spyOn } from 'jest-mock';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { until } from '../../support/until.js';
import { newAddress, PHONE, writeOf } from './written-of.js';
import { dumpOf, letRowsSayAnything, mentionsOf, newFullTenant } from './full-tenant.js';

const ERASE = '/api/privacy/erase-person';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

/** The receipt of an erasure, once it is complete. */
async function erased(client: TestClient, wanted: object) {
  const { status, body, text } = await client.post(ERASE, wanted);
  if (status !== 202) throw new Error(text);
  const read = async () => (await client.get(`/api/privacy/erasures/${body.data.id}`)).body.data;
  await until('the erasure is complete', async () => (await read()).status === 'completed');
  return read();
}

const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('a person who is erased', () => {
  it('is in no word of their owner any more, and in every word of others', async () => {
    const email = newAddress();
    const [owner, other] = [await app.newUser(), await app.newUser()];
    const copies = await writeOf(app, owner, email);
    const others = await writeOf(app, other, email);
    await app.drainJobs();
    const before = await dumpOf(app, [other.id]);
    const receipt = await erased(owner.client, { email });
    await app.drainJobs();
    const mine = Object.entries(
      await dumpOf(app, [email, email.replace('@', '%40'), '7654321', '765-4321', PHONE]),
    )
      .map(([table, rows]) => [table, rows.filter((row) => row.includes(owner.id))] as const)
      .filter(([, rows]) => rows.length > 0);
    expect(mine).toEqual([]);
    expect(await Promise.all([...copies, ...others].map(isThere))).toEqual([false, true]);
    for (const table of [
      'public.webhook_deliveries',
      'app.idempotency_keys',
      'public.agent_runs',
      'public.proposals',
      'public.support_messages',
      'public.knowledge_chunks',
      'public.knowledge_documents',
      'public.leads',
    ])
      expect([table, receipt.counts[table] > 0]).toEqual([table, true]);
    expect(receipt.counts).toMatchObject({ 'public.webhook_deliveries': 2, files: 1 });
    expect(await dumpOf(app, [other.id])).toEqual(before);
    const [{ notes }] = (await app.sql<{ notes: string }>(
      `select notes from leads where created_by = $1 and notes is not null`,
      [owner.id],
    )) as [{ notes: string }];
    expect(notes).toMatch(/^Ask Ada \(mailto:(erased-\w+@erased\.invalid), \1\) or call \[erased\]\.$/);
    expect(await app.sql('select sought from person_erasures where user_id = $1', [owner.id])).toEqual([
      { sought: null },
    ]);
  });

  it('is not taken for others, whose address or number only looks alike', async () => {
    const { id, client } = await app.newUser();
    const email = `ada@${randomUUID()}.test`;
    const near = `b${email} x.${email} ${email}.example ${email}-on 49307654321000 1493076543210`;
    const made = await client.post('/api/leads', { name: 'Ada', email, phone: PHONE, source: 'manual' });
    expect(made.status).toBe(201);
    await app.sql(
      `insert into agent_runs (id, user_id, agent, task, input) values (gen_random_uuid(), $1, 'chat', 'answer', $2)`,
      [id, JSON.stringify({ near, number: 493_076_543_21, hit: `<${email}>` })],
    );
    await erased(client, { email });
    const [run] = await app.sql<{ input: object }>('select input from agent_runs where user_id = $1', [id]);
    expect(run?.input).toEqual({
      near,
      number: null,
      hit: expect.stringMatching(/^<erased-\w+@erased\.invalid>$/),
    });
  });

  it('is named by a lead or a number as well, with all addresses that were merged into one', async () => {
    const { id, client } = await app.newUser();
    const addresses = [newAddress(), newAddress()];
    const ids: string[] = [];
    for (const email of addresses)
      ids.push((await client.post('/api/leads', { name: 'Ada', email, source: 'manual' })).body.data.id);
    expect((await client.post('/api/leads/merges', { into: ids[0], from: [ids[1]] })).status).toBeLessThan(
      300,
    );
    await erased(client, { lead_id: ids[0] });
    expect(Object.keys(await mentionsOf(app, addresses))).toEqual([]);
    expect(await app.sql('select from erased_addresses where created_by = $1', [id])).toHaveLength(2);
    const byNumber = newAddress();
    await client.post('/api/leads', { name: 'Cy', email: byNumber, phone: PHONE, source: 'manual' });
    const receipt = await erased(client, { phone: '0049 30 7654321', mode: 'anonymise' });
    expect(receipt.counts).toMatchObject({ 'public.leads': 1 });
    expect(Object.keys(await mentionsOf(app, [byNumber]))).toEqual([]);
  });

  it('has to be named, and to be the owner`s own', async () => {
    const [{ client }, stranger] = [await app.newUser(), await app.newUser()];
    const theirs = await stranger.client.post('/api/leads', {
      name: 'Ada',
      email: newAddress(),
      source: 'manual',
    });
    const codes = async (wanted: object) => {
      const { status, body } = await client.post(ERASE, wanted);
      return [status, body.code];
    };
    expect(await codes({ lead_id: theirs.body.data.id })).toEqual([404, 'privacy/person-not-found']);
    expect(await codes({})).toEqual([422, 'privacy/person-unnamed']);
    expect(await codes({ phone: '030 7654321' })).toEqual([422, 'privacy/person-unnamed']);
    expect((await codes({ lead_id: 'x' }))[0]).toBe(400);
    const { body } = await stranger.client.post(ERASE, { lead_id: theirs.body.data.id });
    const path = `/api/privacy/erasures/${body.data.id}`;
    expect((await stranger.client.get(path)).status).toBe(200);
    expect((await client.get(path)).body.code).toBe('privacy/erasure-not-found');
    expect((await client.get('/api/privacy/erasures/x')).status).toBe(404);
    expect((await app.anonymous.get(path)).status).toBe(401);
  });

  it('is looked for by the next worker when one dies, and each row counted once', async () => {
    const owner = await app.newUser();
    const email = newAddress();
    const dying = spyOn(app.get(PersonWordsRepository), 'readOn');
    let calls = 0;
    dying.mockImplementation(async (...told) => {
      if (++calls % 30 === 0) throw new Error('The worker was killed.');
      return PersonWordsRepository.prototype.readOn.apply(app.get(PersonWordsRepository), told);
    });
    const held = spyOn(app.get(PersonWords), 'forget').mockResolvedValue();
    await writeOf(app, owner, email);
    const { body } = await owner.client.post(ERASE, { email });
    await app.drainJobs();
    held.mockRestore();
    const { signal } = new AbortController();
    const work = () => app.get(PersonWords).forget(owner.id, body.data.id, signal);
    let killed = 0;
    for (let nth = 0; nth < 4; nth++)
      await app
        .get(Database)
        .as(owner.id, work)
        .catch(() => killed++);
    dying.mockRestore();
    expect(killed).toBe(4);
    await app.sql(`update person_erasures set looked_after_at = now() - interval '1 hour' where id = $1`, [
      body.data.id,
    ]);
    await app.get(PersonService).goOn(10);
    const read = async () => (await owner.client.get(`/api/privacy/erasures/${body.data.id}`)).body.data;
    await until('the next worker is done', async () => (await read()).status === 'completed');
    expect((await read()).counts).toMatchObject({ 'public.webhook_deliveries': 2, 'public.proposals': 1 });
    expect(await app.get(PersonErasureRepository).abandoned(10)).toEqual([]);
    expect(Object.keys(await mentionsOf(app, [email]))).toEqual([]);
  });
});

describe('the address of somebody whom an owner mentions in every table', () => {
  it('is left only where the map says that words are the owner`s own', async () => {
    await letRowsSayAnything(app);
    const tenant = await newFullTenant(app);
    const client = await app.as(tenant.id, { email: tenant.email });
    const receipt = await erased(client, { email: tenant.email });
    expect(Object.keys(receipt.counts).length).toBeGreaterThan(60);
    for (const { name, person, owner } of DATA_MAP) {
      if (owner.by === 'nobody' || person.mentions === 'never') continue;
      const keys = await app.sql<{ column: string }>(
        `select a.attname as column from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
         where c.conrelid = $1::regclass and c.contype = 'f'`,
        [name],
      );
      const own = [...(person.own ?? []), person.address ?? '', ...keys.map(({ column }) => column)];
      const left = await app.sql(
        `select to_jsonb(t) - $1::text[] as row from ${name} t where position($2 in (to_jsonb(t) - $1::text[])::text) > 0`,
        [own, tenant.email],
      );
      expect([name, left]).toEqual([name, []]);
    }
  });
});
