import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { oneNumber, type Scratch } from './scratch.ts';

const SETTLED_WITHIN_MS = 60_000;
const LOOK_AGAIN_MS = 250;

const INSERT = `
  insert into leads (id, created_by, first_name, last_name, email, email_norm, phone, company, job_title, industry,
    company_size, country, source, status, lead_score, tags, notes, consent, custom_fields, metadata, last_activity_at,
    created_at, updated_at, email_issues)
  select lpad(to_hex(number), 32, '0')::uuid, case when number % 2 = 0 then $1::uuid else $2::uuid end,
    'First' || number % 500, 'Last' || number % 3000, 'lead' || number || '@company' || number % 2000 || '.example',
    'lead' || number || '@company' || number % 2000 || '.example', '+44 20 ' || 7000000 + number,
    'Company ' || number % 2000, (array['Head of Marketing', 'CEO', 'Engineer', 'Buyer'])[1 + number % 4],
    (array['Software', 'Retail', 'Health', 'Energy', 'Media'])[1 + number % 5],
    (enum_range(null::company_size))[1 + number % 5], (array['DE', 'FR', 'GB', 'US'])[1 + number % 4],
    (array['import', 'embedded_form', 'manual'])[1 + number % 3], (enum_range(null::lead_status))[1 + number % 6],
    number % 101, array['tag' || number % 20], 'Met at the fair in hall ' || number % 9, 'granted',
    jsonb_build_object('team', number % 50), jsonb_build_object('utm_source', 'newsletter'), at, at, at, '{}'
  from generate_series(1, $3::integer) as number,
    lateral (select timestamptz '2026-01-01' + number * interval '3 seconds' as at) as moment`;

/** Fills `leads`, every second one for the given owner. */
export async function seedLeads(scratch: Scratch, ownerId: string, count: number): Promise<void> {
  await withoutIndexes(scratch, 'leads', () =>
    scratch.owner.query(INSERT, [ownerId, crypto.randomUUID(), count]),
  );
}

/** Fills a table while it has no indexes, which is several times faster, and leaves it as after a while of running. */
export async function withoutIndexes(
  { owner }: Scratch,
  table: string,
  fill: () => Promise<unknown>,
): Promise<void> {
  await owner.query(`set maintenance_work_mem = '512MB'`);
  const indexes = await owner.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = $1::regclass and not i.indisprimary`,
    [table],
  );
  await owner.query('begin');
  for (const { name } of indexes.rows) await owner.query(`drop index ${name}`);
  await fill();
  for (const { definition } of indexes.rows) await owner.query(definition);
  await owner.query('commit');
  await settled(owner, table);
}

/**
 * Statistics and visibility as after a while of running, and nothing left for a checkpoint to do during the rounds.
 * A page counts as visible to everybody only when no transaction of the database is older than it; autovacuum's are
 * short, so the table is vacuumed until none of its pages is left out: the planner goes by their share.
 */
async function settled(owner: pg.Client, table: string): Promise<void> {
  const deadline = performance.now() + SETTLED_WITHIN_MS;
  do {
    await owner.query(`vacuum analyze ${table}`);
    const hidden = await oneNumber(
      owner,
      'select relpages - relallvisible from pg_class where oid = $1::regclass',
      [table],
    );
    if (hidden === 0) return void (await owner.query('checkpoint'));
    await sleep(LOOK_AGAIN_MS);
  } while (performance.now() < deadline);
  throw new Error(`somebody has held a transaction open while ${table} was filled`);
}
