import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { tokenOf } from './list.ts';
import { cpuMicros } from './machine.ts';
import { cpuBetween, databaseCpu, oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { runForJson, type Server, startHandWritten, startProduct } from './server.ts';

const EVENTS = 20_000;
const SMOKE_EVENTS = 2_000;
const HOOKS = 20;
const LANES = 64;
const POLL_MS = 50;
const DONE_WITHIN_MS = 120_000;
const BURST = 5_000;
const SMOKE_BURST = 500;
const DEAD_EVENTS = 200;
const TIMEOUT_MS = 3_000;
/** With its envelope a body has about 900 bytes. */
const FILLING = 'Spring is here. '.repeat(42);

interface Stage {
  readonly scratch: Scratch;
  readonly server: Server;
  readonly sink: Server;
  readonly count: number;
  readonly burst: number;
  readonly owners: readonly string[];
  /** The owner of a webhook whose server takes what it is told and never answers. */
  readonly dead: string;
}

interface SinkState {
  readonly taken: number;
  readonly distinct: number;
  /** Milliseconds since 1970. */
  readonly firstAt: number;
}

/**
 * Events of twenty owners are told to a webhook of each; done when every delivery is known as delivered. Then bursts of events
 * tell how long the last of a hundred waits, and how much longer beside a server that never answers.
 */
export const webhooks: BenchPath = {
  name: 'webhooks',
  unit: 'deliveries/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    const sink = await startHandWritten(arena, 'hook-sink.ts');
    const server = await startProduct(arena, scratch.url, {
      OUTBOUND_ALLOW: '127.0.0.1/32',
      WEBHOOK_LANES: String(LANES),
      WEBHOOK_TIMEOUT_MS: String(TIMEOUT_MS),
    });
    const owners = Array.from({ length: HOOKS }, () => randomUUID());
    const dead = randomUUID();
    for (const owner of [...owners, dead]) await addHook(server, owner);
    // In production only https is taken; the sink speaks http, and is allowed by its address.
    await scratch.owner.query(
      `update webhooks set url = $1 || case when user_id = $2 then 'dead' else '' end`,
      [`http://127.0.0.1:${sink.port}/`, dead],
    );
    const { smoke } = arena.scale;
    const [count, burst] = smoke ? [SMOKE_EVENTS, SMOKE_BURST] : [EVENTS, BURST];
    const stage: Stage = { scratch, server, sink, count, burst, owners, dead };
    return {
      product: { round: () => throughProduct(stage) },
      baseline: { round: () => throughPool(stage) },
    };
  },
};

async function throughProduct(stage: Stage): Promise<Sample> {
  const { scratch, server, count, owners } = stage;
  const { owner } = scratch;
  await owner.query('truncate webhook_deliveries, outbound_events');
  await stateOf(stage, 'reset');
  const databaseBefore = await databaseCpu(scratch);
  const before = cpuMicros(server.pid);
  await tell(stage, owners, count);
  await allDelivered(stage, count);
  const after = cpuMicros(server.pid);
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  const { taken, distinct, firstAt } = await stateOf(stage, 'state');
  if (taken !== count || distinct !== count)
    throw new Error(`${count} events, but ${taken} deliveries under ${distinct} ids`);
  const settled = await oneNumber(
    owner,
    'select extract(epoch from max(settled_at)) * 1000 from webhook_deliveries',
  );
  return {
    rate: (count * 1_000) / (settled - firstAt),
    cpuMicros: before === null || after === null ? null : (after - before) / count,
    databaseMicros: database === null ? null : database / count,
    p99Millis: null,
    figures: await besideADeadOne(stage),
  };
}

async function besideADeadOne(stage: Stage): Promise<Record<string, number>> {
  const alone = await lastOfAHundred(stage);
  await tell(stage, [stage.dead], DEAD_EVENTS);
  await sleep(2 * POLL_MS);
  const beside = await lastOfAHundred(stage);
  await stage.scratch.owner.query('truncate webhook_deliveries, outbound_events');
  // What is under way to it is given up before the next round.
  await sleep(TIMEOUT_MS + 1_000);
  return { 'burst p99 s': alone, 'beside a dead one s': beside, 'longer by a dead one': beside / alone };
}

/** Seconds until 99 of 100 deliveries of a burst are known as delivered. */
async function lastOfAHundred(stage: Stage): Promise<number> {
  const { owner } = stage.scratch;
  await owner.query(`delete from webhook_deliveries where state = 'delivered'`);
  const begun = await oneNumber(owner, 'select extract(epoch from clock_timestamp())');
  await tell(stage, stage.owners, stage.burst);
  await allDelivered(stage, stage.burst);
  return oneNumber(
    owner,
    `select percentile_cont(0.99) within group (order by extract(epoch from settled_at) - $1::float8)
     from webhook_deliveries where state = 'delivered'`,
    [begun],
  );
}

async function tell({ scratch }: Stage, owners: readonly string[], count: number): Promise<void> {
  await scratch.owner.query(
    `insert into outbound_events (user_id, type, data)
     select ($1::uuid[])[n % cardinality($1::uuid[]) + 1], 'lead.created',
       jsonb_build_object('lead_id', gen_random_uuid(), 'text', $2::text)
     from generate_series(1, $3::integer) as n`,
    [owners, FILLING, count],
  );
}

async function allDelivered({ scratch }: Stage, count: number): Promise<void> {
  const delivered = `select count(*) from webhook_deliveries where state = 'delivered'`;
  for (
    const end = Date.now() + DONE_WITHIN_MS;
    (await oneNumber(scratch.owner, delivered)) < count;
    await sleep(POLL_MS)
  )
    if (Date.now() > end) throw new Error(`${count} deliveries were not done in time`);
}

async function throughPool(stage: Stage): Promise<Sample> {
  const { scratch, sink, count } = stage;
  const { rows } = await scratch.owner.query<{ body: string }>('select body from webhook_deliveries limit 1');
  await stateOf(stage, 'reset');
  const order = { port: sink.port, count, body: rows[0]?.body ?? '', lanes: LANES };
  const told = await runForJson('raw-webhooks.ts', order, DONE_WITHIN_MS);
  const { seconds, cpuMicros: cpu } = told as { seconds: number; cpuMicros: number };
  const { taken } = await stateOf(stage, 'state');
  if (taken !== count) throw new Error(`the pool posted ${count} bodies, ${taken} arrived`);
  return { rate: count / seconds, cpuMicros: cpu, databaseMicros: 0, p99Millis: null };
}

async function stateOf({ sink }: Stage, what: 'state' | 'reset'): Promise<SinkState> {
  return (await (await fetch(`http://127.0.0.1:${sink.port}/${what}`)).json()) as SinkState;
}

async function addHook(server: Server, owner: string): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/integrations/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await tokenOf(owner)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'Bench', url: 'https://93.184.216.34/', events: ['lead.*'] }),
  });
  if (!answer.ok) throw new Error(`a webhook could not be added: ${await answer.text()}`);
}
