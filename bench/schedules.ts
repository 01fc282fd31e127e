import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Arena, BenchPath, Contest, Sample } from './bench-path.ts';
import { cpuMicros } from './machine.ts';
import { cpuBetween, databaseCpu, oneNumber, type Scratch, scratchDatabase } from './scratch.ts';
import { type Server, startProduct } from './server.ts';

const SCHEDULES = 10_000;
const SMOKE_SCHEDULES = 1_000;
const AHEAD_SECONDS = 2;
const AT_ONCE = 500;
const POLL_MS = 50;
const FIRED_WITHIN_MS = 60_000;

/** Ten thousand schedules become due at one moment, and two processes keep the clock. */
export const schedules: BenchPath = {
  name: 'schedules',
  unit: 'firings/s',
  async prepare(arena: Arena): Promise<Contest> {
    const scratch = await scratchDatabase(arena);
    await scratch.owner.query(
      `alter table scheduled_jobs no force row level security;
       alter table job_execution_logs no force row level security;
       create table raw_firings (schedule_id uuid, due_at timestamptz, fired_at timestamptz default clock_timestamp(),
         primary key (schedule_id, due_at))`,
    );
    const clocks = [
      await startProduct(arena, scratch.url, { ROLES: 'clock' }),
      await startProduct(arena, scratch.url, { ROLES: 'clock' }),
    ];
    const count = arena.scale.smoke ? SMOKE_SCHEDULES : SCHEDULES;
    return {
      product: { round: () => throughProduct(scratch, clocks, count) },
      baseline: { round: () => throughSql(scratch, count) },
    };
  },
};

async function throughProduct(scratch: Scratch, clocks: readonly Server[], count: number): Promise<Sample> {
  const { owner } = scratch;
  const before = cpuOf(clocks);
  const databaseBefore = await databaseCpu(scratch);
  await allDue(scratch, count, 'scheduled');
  await until(async () => (await oneNumber(owner, 'select count(*) from job_execution_logs')) >= count);
  const cpu = between(before, cpuOf(clocks));
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  const sent = await oneNumber(
    owner,
    `select count(*) from pgboss.job where name = 'schedules.publish-content'`,
  );
  const distinct = await oneNumber(
    owner,
    `select count(distinct data ->> 'jobId') from pgboss.job where name = 'schedules.publish-content'`,
  );
  if (sent !== count || distinct !== count)
    throw new Error(`${count} schedules were due, ${sent} jobs were sent for ${distinct} of them`);
  return sampleOf(scratch, { table: 'job_execution_logs', fired: 'execution_time', count, cpu, database });
}

/** What it is held against: the same rows claimed and written down by two statements on one connection; no jobs, no triggers read. */
async function throughSql(scratch: Scratch, count: number): Promise<Sample> {
  const { owner } = scratch;
  const databaseBefore = await databaseCpu(scratch);
  await allDue(scratch, count, 'paused');
  await sleep(AHEAD_SECONDS * 1_000);
  for (let left = true; left;) {
    const { rowCount } = await owner.query(
      `with due as (
         select id, next_due_at from scheduled_jobs where status = 'paused' and next_due_at <= clock_timestamp()
         order by next_due_at limit ${AT_ONCE} for update skip locked
       ), moved as (
         update scheduled_jobs set next_due_at = null, status = 'completed' from due where scheduled_jobs.id = due.id
       )
       insert into raw_firings (schedule_id, due_at) select id, next_due_at from due`,
    );
    left = rowCount !== 0;
  }
  const database = cpuBetween(databaseBefore, await databaseCpu(scratch));
  return sampleOf(scratch, { table: 'raw_firings', fired: 'fired_at', count, cpu: null, database });
}

/** So many schedules, all due two seconds from now, and nothing else. */
async function allDue({ owner }: Scratch, count: number, status: string): Promise<void> {
  await owner.query(`truncate scheduled_jobs, job_execution_logs, raw_firings; delete from pgboss.job`);
  await owner.query(
    `insert into scheduled_jobs (id, user_id, job_id, job_type, trigger, payload, status, next_due_at)
     select gen_random_uuid(), $1, 'due_' || n, 'content_publish', jsonb_build_object('type', 'date', 'at', due),
       '{"contentId": 1}', $3, due
     from generate_series(1, $2::integer) as n,
       lateral (select date_trunc('milliseconds', now()) + interval '${AHEAD_SECONDS} seconds' as due) as time`,
    [randomUUID(), count, status],
  );
  await owner.query('analyze scheduled_jobs');
}

interface Course {
  table: string;
  fired: string;
  count: number;
  cpu: number | null;
  database: number | null;
}

async function sampleOf({ owner }: Scratch, { table, fired, count, cpu, database }: Course): Promise<Sample> {
  const late = `extract(epoch from ${fired} - due_at)`;
  const seconds = await oneNumber(owner, `select max(${late}) from ${table}`);
  const p95 = await oneNumber(
    owner,
    `select percentile_cont(0.95) within group (order by ${late}) from ${table}`,
  );
  return {
    rate: count / seconds,
    cpuMicros: cpu === null ? null : cpu / count,
    databaseMicros: database === null ? null : database / count,
    p99Millis: null,
    figures: { 'late p95': p95 },
  };
}

function cpuOf(servers: readonly Server[]): (number | null)[] {
  return servers.map(({ pid }) => cpuMicros(pid));
}

function between(before: readonly (number | null)[], after: readonly (number | null)[]): number | null {
  const used = after.map((value, at) => (value === null ? null : value - (before[at] ?? 0)));
  return used.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + FIRED_WITHIN_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error('not all schedules were fired in time');
    await sleep(POLL_MS);
  }
}
