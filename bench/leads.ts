import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { type Crowd, seedCrowd } from './crowd.ts';
import { tokenOf } from './list.ts';
import { cpuMicros } from './machine.ts';
import { cpuBetween, databaseCpu, oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { type Server, startHandWritten, startProduct } from './server.ts';

const CROWD: Crowd = { leads: 1_000_000, owners: 1_000, leadsOfEach: 1_000 };
const SMOKE_CROWD: Crowd = { leads: 12_000, owners: 20, leadsOfEach: 100 };
/** Idle connections tell within ten seconds what they have read. */
const TOLD_WITHIN_MS = 11_000;
/** Until then Node compiles what it runs, and Postgres plans it. */
const WARM_TURNS = 8;

interface Ask {
  readonly path: string;
  readonly body?: object;
}

const SILENT = { not: { event: 'opened', within_days: 30 } };
const tree = (filter: object): string => encodeURIComponent(JSON.stringify(filter));

const ESTIMATED = [
  SILENT,
  { field: 'score', op: 'at_least', value: 50 },
  { field: 'company', op: 'is', value: 'Nobody' },
  {
    all: [
      { field: 'tags', op: 'has', value: 'tag3' },
      { event: 'opened', within_days: 7 },
    ],
  },
];
const ORDERS = ['created_at', '-created_at', '-lead_score', 'lead_score', 'email', '-email'];
const FILTERS = [
  'status=qualified',
  'status=lost&status=opportunity&sort=-lead_score',
  'min_score=90',
  'min_score=100&sort=email',
  'source=import&min_score=50',
  'source=trade%20fair',
  'tag=tag3',
  'tag=speaker',
  'grade=A%2B&tag=tag3&tag=tag4',
  'created_from=2020-01-01&created_to=2030-01-01&sort=created_at',
  `filter=${tree({ field: 'custom.team', op: 'is', value: 7 })}`,
  `filter=${tree({ field: 'custom.seat', op: 'is', value: 7 })}`,
  `filter=${tree({ all: [SILENT, { field: 'score', op: 'at_least', value: 50 }] })}`,
];
/** In every lead, in many, in some, in none; misspelt; too short for an index. */
const WORDS = [
  'example.com',
  'marketing',
  'ada',
  'Ada Badenko',
  'badenko ada',
  'ada.badenko',
  'nowhere',
  'badneko',
].concat(['margarte', 'zq', 'a', '%']);

/** What a marketer with many leads asks for, by the figure it counts for. */
function asks({ many, few }: { many: string; few: string }): Record<string, Ask[]> {
  const list = (query: string): Ask => ({ path: `/api/leads?limit=50&${query}` });
  const segments = [`segment_id=${many}`, `segment_id=${few}`, `segment_id=${few}&sort=name`];
  const posted =
    (name: string) =>
    (filter: object): Ask => ({ path: `/api/leads/segments/${name}`, body: { filter } });
  return {
    list: ORDERS.map((sort) => list(`sort=${sort}`)),
    filtered: [...FILTERS, ...segments].map(list),
    search: WORDS.map((q) => list(`q=${encodeURIComponent(q)}`)),
    estimate: ESTIMATED.map(posted('estimate')),
    sample: ESTIMATED.map(posted('sample')),
    members: [many, few].map((id) => ({ path: `/api/leads/segments/${id}/members?limit=50` })),
    overview: [{ path: '/api/leads/analytics/overview' }],
  };
}

/** One owner of a million leads, and a thousand others around, each page asked for by itself. */
export const leads: BenchPath = {
  name: 'leads',
  unit: 'req/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const ownerId = randomUUID();
    const segments = await seedCrowd(scratch, ownerId, arena.scale.smoke ? SMOKE_CROWD : CROWD);
    const product = await startProduct(arena, scratch.url);
    const baseline = await startHandWritten(arena, 'raw-list.ts', { DATABASE_URL: scratch.url });
    const authorization = `Bearer ${await tokenOf(ownerId)}`;
    const newest = { newest: [{ path: `/owners/${ownerId}/leads?limit=50` }] };
    return {
      product: {
        round: () => round(arena, scratch, { server: product, authorization, asks: asks(segments) }),
      },
      baseline: { round: () => round(arena, scratch, { server: baseline, authorization, asks: newest }) },
    };
  },
};

interface Caller {
  readonly server: Server;
  readonly authorization: string;
  readonly asks: Record<string, Ask[]>;
}

/** Everything eight times to warm up, then in turns until the time is up and everything was asked for five times. */
async function round({ scale }: Arena, scratch: Scratch, caller: Caller): Promise<Sample> {
  const turns = Object.entries(caller.asks).flatMap(([name, some]) => some.map((ask) => ({ name, ask })));
  const millis: Record<string, number[]> = {};
  for (let turn = 0; turn < WARM_TURNS; turn++) for (const { ask } of turns) await answered(caller, ask);
  const scansBefore = await scans(scratch);
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(caller.server.pid);
  const began = performance.now();
  let count = 0;
  while (count < turns.length * 5 || performance.now() - began < scale.secs * 1_000) {
    for (const { name, ask } of turns) {
      const asked = performance.now();
      await answered(caller, ask);
      (millis[name] ??= []).push(performance.now() - asked);
    }
    count += turns.length;
  }
  const seconds = (performance.now() - began) / 1_000;
  const after = cpuMicros(caller.server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  await sleep(TOLD_WITHIN_MS);
  return {
    rate: count / seconds,
    cpuMicros: before === null || after === null ? null : (after - before) / count,
    databaseMicros: database === null ? null : database / count,
    p99Millis: within(Object.values(millis).flat(), 0.99),
    figures: {
      ...Object.fromEntries(
        Object.entries(millis).map(([name, times]) => [`${name} p50`, within(times, 0.5)]),
      ),
      ...Object.fromEntries(
        Object.entries(millis).map(([name, times]) => [`${name} p95`, within(times, 0.95)]),
      ),
      scans: (await scans(scratch)) - scansBefore,
    },
  };
}

/** How often somebody has read all leads of the table, one after another. */
function scans({ owner }: Scratch): Promise<number> {
  return oneNumber(owner, `select seq_scan from pg_stat_user_tables where relname = 'leads'`);
}

function within(millis: readonly number[], share: number): number {
  const sorted = millis.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
}

async function answered({ server, authorization }: Caller, { path, body }: Ask): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
}
