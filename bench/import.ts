import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { tokenOf } from './list.ts';
import { cpuMicros } from './machine.ts';
import { cpuBetween, databaseCpu, oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { type Server, startProduct } from './server.ts';
import { writeLeadsFile } from './leads-file.ts';

const ROWS = 200_000;
const SMOKE_ROWS = 10_000;
const POLL_MS = 50;
const SMOKE_POLL_MS = 10;
const DONE_WITHIN_MS = 180_000;

interface File {
  path: string;
  rows: number;
}

/** A marketer uploads a CSV file; done when the import says so. */
export const importing: BenchPath = {
  name: 'import',
  unit: 'rows/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const rows = arena.scale.smoke ? SMOKE_ROWS : ROWS;
    const file = { path: join(arena.folder, 'leads.csv'), rows };
    await writeLeadsFile(file.path, rows);
    const product = await startProduct(arena, scratch.url);
    return {
      product: { round: () => throughProduct(scratch, product, file) },
      baseline: { round: () => throughCopy(scratch, file) },
    };
  },
};

async function throughProduct(scratch: Scratch, server: Server, file: File): Promise<Sample> {
  await emptied(scratch);
  const headers = { authorization: `Bearer ${await tokenOf(randomUUID())}`, 'content-type': 'text/csv' };
  const url = `http://127.0.0.1:${server.port}/api/leads`;
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(server.pid);
  const began = performance.now();
  const body = Readable.toWeb(createReadStream(file.path, { highWaterMark: 256 * 1024 }));
  const upload: RequestInit & { duplex: 'half' } = {
    method: 'POST',
    headers,
    body: body as ReadableStream<Uint8Array>,
    duplex: 'half',
  };
  const { id } = await answered(await fetch(`${url}/import?filename=leads.csv`, upload));
  for (;;) {
    const { status } = await answered(await fetch(`${url}/imports/${id}`, { headers }));
    if (status === 'completed') break;
    if (status !== 'queued' && status !== 'running') throw new Error(`the import is ${status}`);
    if (performance.now() - began > DONE_WITHIN_MS) throw new Error('the import did not end in time');
    await sleep(file.rows === SMOKE_ROWS ? SMOKE_POLL_MS : POLL_MS);
  }
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
       country, source, lead_score, consent)
     select lpad(to_hex(number), 32, '0')::uuid, $1::uuid, first_name, last_name, email, lower(btrim(email)), phone,
       company, job_title, industry, country, 'import', lead_score, 'unknown'
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

async function answered(answer: Response): Promise<{ id: string; status: string }> {
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status}: ${text.slice(0, 500)}`);
  return (JSON.parse(text) as { data: { id: string; status: string } }).data;
}
