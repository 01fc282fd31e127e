import { randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { type Crowd, seedCrowd } from './crowd.ts';
import { tokenOf } from './list.ts';
import { cpuMicros, withGrowth } from './machine.ts';
import { cpuBetween, databaseCpu, type Scratch, scratchDatabase } from './scratch.ts';
import { type Server, startProduct } from './server.ts';
import { dataOf, settled } from './uploads.ts';

const CROWD: Crowd = { leads: 1_000_000, owners: 10, leadsOfEach: 1_000 };
const SMOKE_CROWD: Crowd = { leads: 10_000, owners: 10, leadsOfEach: 100 };

interface Owner {
  id: string;
  leads: number;
  headers: Record<string, string>;
}

/** All leads of an owner of a million as a file, in three ways, and how much memory each takes of a process that has done nothing before. */
export const exportingMillion: BenchPath = {
  name: 'export-million',
  unit: 'rows/s',
  roundsAtMost: 2,
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const id = randomUUID();
    const crowd = arena.scale.smoke ? SMOKE_CROWD : CROWD;
    await seedCrowd(scratch, id, crowd);
    const owner = { id, leads: crowd.leads, headers: { authorization: `Bearer ${await tokenOf(id)}` } };
    return {
      product: { round: () => inThreeWays(arena, scratch, owner) },
      baseline: { round: () => throughCopy(scratch, owner) },
    };
  },
};

async function inThreeWays(arena: Arena, scratch: Scratch, owner: Owner): Promise<Sample> {
  const csv = await measured(arena, scratch, owner, (server) => streamed(server, owner, 'csv'));
  const json = await measured(arena, scratch, owner, (server) => streamed(server, owner, 'json'));
  const job = await measured(arena, scratch, owner, (server) => written(server, owner));
  return {
    ...csv.sample,
    figures: {
      'csv MB': csv.growth,
      'json MB': json.growth,
      'job MB': job.growth,
      'json s': owner.leads / json.sample.rate,
      'job s': owner.leads / job.sample.rate,
    },
  };
}

async function measured(
  arena: Arena,
  scratch: Scratch,
  { leads }: Owner,
  work: (server: Server) => Promise<void>,
): Promise<{ sample: Sample; growth: number }> {
  const server = await startProduct(arena, scratch.url);
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(server.pid);
  const began = performance.now();
  const { growth } = await withGrowth(server.pid, () => work(server));
  const seconds = (performance.now() - began) / 1_000;
  const after = cpuMicros(server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  await server.stop();
  const cpu = before === null || after === null ? null : after - before;
  return { sample: sampleOf(leads, { seconds, cpu, database }), growth };
}

/** What each lead of a file begins with; in CSV the line of names does, too. */
const BEGINNING = { csv: '\n', json: '\n  {\n' };

async function streamed(server: Server, { headers, leads }: Owner, format: 'csv' | 'json'): Promise<void> {
  const path = `http://127.0.0.1:${server.port}/api/leads/export?format=${format}`;
  const found = await countedAt(path, headers, BEGINNING[format]);
  const expected = format === 'csv' ? leads + 1 : leads;
  if (found !== expected) throw new Error(`the ${format} file has ${found} leads, not ${expected}`);
}

/** Written by a worker, then downloaded by its link. */
async function written(server: Server, { headers, leads }: Owner): Promise<void> {
  const url = `http://127.0.0.1:${server.port}`;
  const wanted = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' };
  const { id } = await dataOf(await fetch(`${url}/api/leads/exports`, wanted));
  const { rows, download_url: link } = await settled(`${url}/api/leads/exports/${id}`, headers);
  const lines = await countedAt(url + new URL(link ?? '').pathname, {}, BEGINNING.csv);
  if (rows !== leads || lines !== leads + 1) throw new Error(`the file has ${lines} lines and tells ${rows}`);
}

async function countedAt(url: string, headers: Record<string, string>, what: string): Promise<number> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get(url, { headers }, resolve).on('error', reject),
  );
  if (answer.statusCode !== 200) throw new Error(`${url} answers ${answer.statusCode}`);
  const counter = new Counter(what);
  await pipeline(answer, counter);
  return counter.found;
}

/** Counts how often some bytes stand in a stream. */
class Counter extends Writable {
  found = 0;
  private tail: Buffer = Buffer.alloc(0);
  private readonly wanted: Buffer;

  constructor(wanted: string) {
    super();
    this.wanted = Buffer.from(wanted);
  }

  override _write(piece: Buffer, _: string, done: () => void): void {
    const bytes = Buffer.concat([this.tail, piece]);
    for (let at = bytes.indexOf(this.wanted); at >= 0; at = bytes.indexOf(this.wanted, at + 1)) this.found++;
    // What may be the beginning of one that goes on in the next piece.
    this.tail = bytes.subarray(Math.max(0, bytes.length - this.wanted.length + 1));
    done();
  }
}

/** What `export-million` is held against: COPY of the same columns in the same order, as the owner of the table. */
async function throughCopy(scratch: Scratch, { id, leads }: Owner): Promise<Sample> {
  const databaseBefore = await databaseCpu(scratch);
  const began = performance.now();
  const copy = copyTo(`
    copy (select id, first_name, last_name, full_name, email, phone, company, job_title, industry, company_size, country,
      annual_revenue, source, status, lead_score, tags, consent, notes, form_id, campaign_id, custom_fields,
      last_activity_at, created_at, updated_at, external_id
      from leads where created_by = '${id}' order by created_at desc, id desc) to stdout with (format csv, header true)`);
  const counter = new Counter(BEGINNING.csv);
  await pipeline(scratch.owner.query(copy), counter);
  const seconds = (performance.now() - began) / 1_000;
  if (counter.found !== leads + 1) throw new Error(`COPY wrote ${counter.found} lines`);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  return sampleOf(leads, { seconds, cpu: null, database });
}

function sampleOf(
  leads: number,
  { seconds, cpu, database }: { seconds: number; cpu: number | null; database: number | null },
): Sample {
  return {
    rate: leads / seconds,
    cpuMicros: cpu === null ? null : cpu / leads,
    databaseMicros: database === null ? null : database / leads,
    p99Millis: null,
  };
}
