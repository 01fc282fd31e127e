import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { AddUpCountsJob } from '#domains/leads/counts/count.jobs';
import { LEAD_STATUSES } from '#domains/leads/lead.dto';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { onEmbedded } from '../../support/where.js';
import { importing } from './imports.makers.js';
import { countedOneByOne, keptCounters } from './lead-counter.js';
import { makeForm } from './forms.makers.js';
import { makeLeads, newLead } from './leads.makers.js';
import { sharedApp } from '../../support/kept-app.js';

const SEED = 20_261_129;

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

async function addUp(): Promise<void> {
  await app.get(Jobs).send(AddUpCountsJob, { askedBy: 'clock' });
  await app.drainJobs();
}

async function expectTrue(ownerId: string): Promise<void> {
  expect(await keptCounters(app, ownerId)).toEqual(await countedOneByOne(app, ownerId));
}

interface Owner {
  id: string;
  client: TestClient;
  formId: string;
  submit: (submission: object) => Promise<unknown>;
  merges: string[];
}

const address = fc.integer({ min: 0, max: 5 }).map((at) => `lead${at}@example.com`);
const fields = fc.record(
  {
    status: fc.constantFrom(...LEAD_STATUSES),
    source: fc.constantFrom('manual', 'fair', 'a "quoted", one'),
    score: fc.constantFrom(0, 1, 100),
  },
  { requiredKeys: [] },
);
const lead = fc.tuple(address, fields).map(([email, rest]) => ({ email, ...rest }));
const nth = fc.nat({ max: 5 });
type Step = (owner: Owner) => Promise<unknown>;

/** The nth of the owner's leads there is, if there are any. */
async function pick({ id }: Owner, at: number, table = 'leads'): Promise<string | undefined> {
  const rows = await app.sql<{ id: string }>(`select id from ${table} where created_by = $1 order by id`, [
    id,
  ]);
  return rows[at % (rows.length || 1)]?.id;
}

const steps: fc.Arbitrary<Step>[] = [
  lead.map(
    (values) =>
      ({ client }) =>
        client.post('/api/leads', values),
  ),
  fc.tuple(nth, fields).map(([at, values]) => async (owner) => {
    await owner.client.put(`/api/leads/${await pick(owner, at)}`, values);
  }),
  nth.map((at) => async (owner) => owner.client.delete(`/api/leads/${await pick(owner, at)}`)),
  nth.map((at) => async (owner) => {
    await owner.client.post(`/api/leads/${await pick(owner, at, 'removed_leads')}/restore`);
  }),
  fc.tuple(nth, nth).map(([one, two]) => async (owner) => {
    const merge = { into: await pick(owner, one), from: [await pick(owner, two)] };
    const { body } = await owner.client.post('/api/leads/merges', merge);
    if (body.data) owner.merges.push(body.data.merge_id);
  }),
  nth.map(
    (at) =>
      ({ client, merges }) =>
        client.post(`/api/leads/merges/${merges[at]}/undo`),
  ),
  fc.array(lead, { minLength: 1, maxLength: 4 }).map(
    (leads) =>
      ({ client }) =>
        client.post('/api/leads/batch', { leads }),
  ),
  fc.array(fc.tuple(address, fields), { minLength: 1, maxLength: 3 }).map((rows) => (owner) => {
    const line = ([email, { status = 'new', score = 0 }]: (typeof rows)[number]) =>
      `${email},${status},${score}`;
    return importing(app, `email,status,score\n${rows.map(line).join('\n')}`, '', owner);
  }),
  address.map(
    (email) =>
      ({ submit }) =>
        submit({ email }),
  ),
  fc.tuple(nth, fc.integer({ min: 1, max: 4_000 })).map(([at, hours]) => async (owner) => {
    await app.sql(`update leads set created_at = created_at - $2 * interval '1 hour' where id = $1`, [
      (await pick(owner, at)) ?? null,
      hours,
    ]);
  }),
  fc.constant(({ client, formId }) => client.delete(`/api/lead-capture/forms/${formId}`)),
  fc.constant(addUp),
];

describe('a lead', () => {
  it('comes in on a day, so that it can be counted', async () => {
    await expect(
      app.sql(
        `insert into leads (id, created_by, email, created_at) values (gen_random_uuid(), gen_random_uuid(), 'a@example.com', 'infinity')`,
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });
});

describe('the numbers of leads', () => {
  it('are those of counting them one by one, whatever happens to them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...steps), { minLength: 10, maxLength: 25 }), async (happening) => {
        const { ownerId, client, form, submit } = await makeForm(app);
        const owner: Owner = { id: ownerId, client, formId: form.id, submit, merges: [] };
        for (const step of happening) await step(owner);
        await expectTrue(ownerId);
        await addUp();
        await expectTrue(ownerId);
        expect(await keptCounters(app, ownerId, 'lead_counts')).toEqual(await keptCounters(app, ownerId));
      }),
      { seed: SEED, numRuns: 8 },
    );
  });

  it('are right at once, and leave nothing behind when the leads are gone', async () => {
    const { id, client } = await app.newUser();
    const total = async () => (await client.get('/api/leads/analytics/overview')).body.data.total_leads;
    const { id: leadId } = await newLead(client, { score: 40 });
    expect(await total()).toBe(1);
    await addUp();
    expect(await total()).toBe(1);
    await client.put(`/api/leads/${leadId}`, { status: 'customer', score: 80 });
    await client.delete(`/api/leads/${leadId}`);
    expect(await total()).toBe(0);
    await addUp();
    expect(await total()).toBe(0);
    expect(await app.sql('select * from lead_counts where created_by = $1', [id])).toEqual([]);
  });

  it('take one row for each kind of lead that a statement writes, not one for each lead', async () => {
    const { id } = await app.newUser();
    const insert = `insert into leads (created_by, email, source, status, created_at)
      select $1, 'lead' || at || '@example.com', 'import', case when at % 2 = 0 then 'new' else 'lost' end::lead_status, now()
      from generate_series(1, 200) as at`;
    await app.sql(insert, [id]);
    const deltas = 'select leads from lead_count_deltas where created_by = $1 order by id';
    expect(await app.sql(deltas, [id])).toEqual([{ leads: 100 }, { leads: 100 }]);
    await app.sql(`update leads set company = 'ACME', tags = '{fair}' where created_by = $1`, [id]);
    expect(await app.sql(deltas, [id])).toHaveLength(2);
  });

  it('are noted beside the counters, so that nobody who writes waits for another', async () => {
    const { id } = await app.newUser();
    await makeLeads(app, id, [{ status: 'new' }]);
    await addUp();
    await app.sql(
      `do $$ begin
        insert into leads (created_by, source) values ('${id}', 'manual');
        update leads set status = 'qualified' where created_by = '${id}';
        delete from leads where created_by = '${id}';
        if exists (select from pg_locks where relation = 'lead_counts'::regclass and pid = pg_backend_pid()) then
          raise 'a counter was touched by who writes a lead';
        end if;
      end $$`,
    );
    await expectTrue(id);
  });

  onEmbedded('count leads that a front end writes itself, and cannot be written by it', async () => {
    const [ann, bob] = [await app.newUser(), await app.newUser()];
    const lead = {
      email: `${randomUUID()}@example.com`,
      source: 'manual',
      status: 'qualified',
      created_by: ann.id,
    };
    expect((await ann.client.post('/rest/v1/leads', lead)).status).toBe(201);
    await ann.client.patch(`/rest/v1/leads?created_by=eq.${ann.id}`, { status: 'customer' });
    await expectTrue(ann.id);
    await addUp();
    const forged = {
      created_by: ann.id,
      kind: 'all',
      span: 'month',
      starts: '2026-01-01',
      key: '',
      state: 'new',
    };
    const counts = { after_hours: -1, leads: 5, score_sum: 0, scored: 0 };
    for (const { client } of [ann, bob]) {
      expect(
        (await client.post('/rest/v1/lead_counts', { ...forged, ...counts })).status,
      ).toBeGreaterThanOrEqual(400);
      await client.patch(`/rest/v1/lead_counts?created_by=eq.${ann.id}`, { leads: 99 });
      await client.delete(`/rest/v1/lead_counts?created_by=eq.${ann.id}`);
      const delta = {
        created_by: ann.id,
        day: '2026-01-01',
        source: 'x',
        status: 'new',
        leads: 5,
        score_sum: 0,
        scored: 0,
      };
      expect((await client.post('/rest/v1/lead_count_deltas', delta)).status).toBeGreaterThanOrEqual(400);
    }
    await expectTrue(ann.id);
    expect((await bob.client.get('/rest/v1/lead_counts')).body).toEqual([]);
  });
});
