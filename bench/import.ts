import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { writeLeadsFile } from './leads-file.ts';
import { cpuMicros, withGrowth } from './machine.ts';
import { cpuBetween, databaseCpu, oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { type Server, startProduct } from './server.ts';
import { type File, imported } from './uploads.ts';

const ROWS = 200_000;
const MILLION = 1_000_000;
const SMOKE_ROWS = 10_000;

/** A marketer uploads a CSV file; done when the import says so. */
export const importing: BenchPath = {
  name: 'import',
  unit: 'rows/s',
  async prepare(arena: Arena): Promise<Contest> {
    const { scratch, file } = await stage(arena, ROWS);
    const product = await startProduct(arena, scratch.url);
    return {
      product: { round: () => throughProduct(scratch, product, file) },
      baseline: { round: () => throughCopy(scratch, file) },
    };
  },
};

/** The same with a million leads, and how much memory that takes: each time in a process that has done nothing before. */
export const importingMillion: BenchPath = {
  name: 'import-million',
  unit: 'rows/s',
  roundsAtMost: 2,
  async prepare(arena: Arena): Promise<Contest> {
    const { scratch, file } = await stage(arena, MILLION);
    return {
      product: { round: () => withMemory(arena, scratch, file) },
      baseline: { round: () => throughCopy(scratch, file) },
    };
  },
};

async function stage(arena: Arena, rows: number): Promise<{ scratch: Scratch; file: File }> {
  const scratch = await scratchDatabase(arena);
  const file = { path: join(arena.folder, 'leads.csv'), rows: arena.scale.smoke ? SMOKE_ROWS : rows };
  await writeLeadsFile(file.path, file.rows);
  return { scratch, file };
}

async function withMemory(arena: Arena, scratch: Scratch, file: File): Promise<Sample> {
  await emptied(scratch);
  const rehearsing = await startProduct(arena, scratch.url);
  const rehearsal = await withGrowth(rehearsing.pid, () => imported(rehearsing, file, '&dry_run=true'));
  await rehearsing.stop();
  const server = await startProduct(arena, scratch.url);
  const { result, growth } = await withGrowth(server.pid, () => throughProduct(scratch, server, file));
  await server.stop();
  return { ...result, figures: { 'import MB': growth, 'dry run MB': rehearsal.growth } };
}

async function throughProduct(scratch: Scratch, server: Server, file: File): Promise<Sample> {
  await emptied(scratch);
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(server.pid);
  const began = performance.now();
  await imported(server, file);
  const seconds = (performance.now() - began) / 1000;
  const after = cpuMicros(server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  await allThere(scratch, file);
  const cpu = before === null || after === null ? null : after - before;
  return sampleOf(file, seconds, cpu, database);
}

/**
 * What `import` is held against, the fastest way in by hand: COPY into an unlogged table, then one insert .. on conflict into
 * the same `leads` with the same indexes, with ids in rising order, as the owner. No checks, no progress, no errors by row.
 */
async function throughCopy(scratch: Scratch, file: File): Promise<Sample> {
  const { owner } = scratch;
  await emptied(scratch);
  await owner.query(
    `drop table if exists staging;
     create unlogged table staging (number bigint generated always as identity, first_name text, last_name text,
       email text, phone text, company text, job_title text, industry text, country text, lead_score integer)`,
  );
  const databaseBefore = await databaseCpu(scratch);
  const began = performance.now();
  const copy = copyFrom(
    `copy staging (first_name, last_name, email, phone, company, job_title, industry, country, lead_score)
     from stdin with (format csv, header true)`,
  );
  await pipeline(createReadStream(file.path, { highWaterMark: 256 * 1024 }), owner.query(copy));
  await owner.query(
    `insert into leads (id, created_by, first_name, last_name, email, email_norm, phone, company, job_title, industry,
       country, source, lead_score, consent, email_issues)
     select lpad(to_hex(number), 32, '0')::uuid, $1::uuid, first_name, last_name, email, lower(btrim(email)), phone,
       company, job_title, industry, country, 'import', lead_score, 'unknown', '{}'
     from staging
     on conflict (created_by, email_norm) do nothing`,
    [randomUUID()],
  );
  const seconds = (performance.now() - began) / 1000;
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  await allThere(scratch, file);
  return sampleOf(file, seconds, null, database);
}

function sampleOf({ rows }: File, seconds: number, cpu: number | null, database: number | null): Sample {
  return {
    rate: rows / seconds,
    cpuMicros: cpu === null ? null : cpu / rows,
    databaseMicros: database === null ? null : database / rows,
    p99Millis: null,
  };
}

async function emptied({ owner }: Scratch): Promise<void> {
  await owner.query('truncate leads cascade');
  await owner.query('vacuum analyze leads');
  await owner.query('checkpoint');
}

async function allThere({ owner }: Scratch, { rows }: File): Promise<void> {
  const kept = await oneNumber(owner, 'select count(*) from leads where email_norm is not null');
  if (kept !== rows) throw new Error(`the file has ${rows} rows, the table ${kept}`);
}
