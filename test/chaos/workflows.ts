/**
 * Instances of a workflow go through a delay, a branch, a mail and a webhook while workers are killed with SIGKILL at moments
 * of chance, and the servers of mail and webhook misbehave. Afterwards each instance must be over, each lead have been
 * written to once at most and by one message, and each instance have been told of at least once, always under the same id.
 *
 * `npm run chaos:workflows -- [--instances 500] [--kills 20] [--interval 500] [--seed 1]`
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { HookServer } from './hook-server.ts';
import { Stage } from './stage.ts';
import { judge, randomFrom, sample, say, secondsSince, table, whole } from './trial.ts';

const AT_WORK = 4;
const LEFT = 2;
/** Without anything coming to its end. */
const PATIENCE_MS = 90_000;
const MAIL = { subject: 'Hello {{ first_name }}', html: '<p>News.</p>' };
const WARM = { field: 'company', op: 'is', value: 'Company 1' };

interface Plan {
  readonly instances: number;
  readonly kills: number;
  readonly intervalMs: number;
  readonly seed: number;
}

interface Row {
  readonly id: string;
  readonly status: string;
  readonly error_message: string | null;
  readonly email: string;
  readonly messages: number;
  readonly states: string | null;
  readonly steps: number;
}

function planFromArguments(): Plan {
  const { values } = parseArgs({
    options: {
      instances: { type: 'string', default: '500' },
      kills: { type: 'string', default: '20' },
      interval: { type: 'string', default: '500' },
      seed: { type: 'string', default: '1' },
    },
  });
  return {
    instances: whole('instances', values.instances),
    kills: whole('kills', values.kills),
    intervalMs: whole('interval', values.interval),
    seed: whole('seed', values.seed),
  };
}

/** Two ways that lead through the same mail and the same call. */
function stepsFor(url: string): object[] {
  const retry = { limit: 10, seconds: 1 };
  return [
    { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: 'pause' },
    { id: 'pause', type: 'delay', config: { for: { seconds: 2 } }, next: 'fork' },
    { id: 'fork', type: 'branch', config: { filter: WARM }, next: { yes: 'tag', no: 'mail' } },
    { id: 'tag', type: 'add_tag', config: { tags: ['warm'] }, next: 'mail' },
    { id: 'mail', type: 'send_mail', config: MAIL, next: 'call' },
    { id: 'call', type: 'webhook', config: { url, lead: 'id' }, next: 'end', retry },
    { id: 'end', type: 'end', config: {}, next: {} },
  ];
}

async function run(stage: Stage, hooks: HookServer, plan: Plan): Promise<string[]> {
  await stage.fill(plan.kills + AT_WORK, AT_WORK);
  const addresses = Array.from({ length: plan.instances }, (_, index) => `lead-${index + 1}@example.com`);
  await stage.marketer.importLeads(addresses);
  const workflowId = await stage.marketer.publishWorkflow(stepsFor(hooks.url));
  const leads = (await stage.rows<{ id: string }>('select id from leads order by id')).map(({ id }) => id);
  const began = performance.now();
  for (let at = 0; at < leads.length; at += 1_000)
    await stage.marketer.runWorkflow(workflowId, leads.slice(at, at + 1_000));
  const kills = await killing(stage, plan);
  await over(stage);
  const rows = await rowsOf(stage);
  const calls = [...hooks.told.values()];
  say(
    table([
      ['seed', String(plan.seed)],
      ['kills', `${kills} of ${plan.kills}, one every ${plan.intervalMs} ms`],
      ['start to end', `${secondsSince(began).toFixed(1)} s`],
      [
        'instances',
        `${rows.length}, completed ${rows.filter(({ status }) => status === 'completed').length}`,
      ],
      [
        'messages',
        `${rows.reduce((sum, { messages }) => sum + messages, 0)}, taken ${[...stage.sink.taken.values()].flat().length}`,
      ],
      [
        'memory',
        `${Math.max(...stage.crew.working.map(({ peakMegabytes }) => peakMegabytes))} MB at most in a worker`,
      ],
      ['webhooks', `${calls.flat().length} for ${calls.length} instances`],
    ]),
  );
  return [...violations(rows, hooks, stage, plan), ...stage.deserters()];
}

/** Kills one worker after another, whatever it is at, and lets the next go on. */
async function killing({ crew }: Stage, plan: Plan): Promise<number> {
  const random = randomFrom(plan.seed);
  let kills = 0;
  for (; kills < plan.kills; kills++) {
    await sleep(plan.intervalMs * (0.5 + random()));
    const victim = crew.working[Math.floor(random() * crew.working.length)];
    if (!victim || crew.working.length <= LEFT) break;
    crew.lose(victim);
    crew.employ();
  }
  return kills;
}

/** Waits until nothing is open; not for ever, once nothing happens any more. */
async function over(stage: Stage): Promise<void> {
  const open = async () => {
    const [row] = await stage.rows<{ open: number }>(
      `select (select count(*)::int from workflow_executions where completed_at is null)
         + (select count(*)::int from email_messages where state in ('queued', 'claimed', 'sending')) as open`,
    );
    return row?.open ?? 0;
  };
  let least = Infinity;
  let patientUntil = performance.now() + PATIENCE_MS;
  for (let left = await open(); left > 0 && performance.now() < patientUntil; left = await open()) {
    if (left < least) patientUntil = performance.now() + PATIENCE_MS;
    least = Math.min(least, left);
    await sleep(250);
  }
}

function rowsOf(stage: Stage): Promise<Row[]> {
  return stage.rows<Row>(
    `select e.id, e.status, e.error_message, l.email_norm as email,
       (select count(*)::int from email_messages m where m.lead_id = e.lead_id) as messages,
       (select string_agg(m.state, ',') from email_messages m where m.lead_id = e.lead_id) as states,
       (select count(*)::int from workflow_steps s where s.execution_id = e.id and s.status = 'done') as steps
     from workflow_executions e join leads l on l.id = e.lead_id`,
  );
}

function violations(rows: readonly Row[], hooks: HookServer, { sink }: Stage, plan: Plan): string[] {
  const told = (id: string) => hooks.told.get(id) ?? [];
  const findings: [promise: string, broken: string[]][] = [
    ['Every lead was let in', rows.length === plan.instances ? [] : [String(rows.length)]],
    [
      'Every instance ends',
      rows
        .filter(({ status }) => status !== 'completed')
        .map((row) => `${row.id} ${row.status} ${row.error_message ?? ''}`),
    ],
    [
      'Every step is done once',
      rows.filter(({ steps }) => steps !== 5 && steps !== 6).map(({ id, steps }) => `${id} ${steps}`),
    ],
    [
      'Every lead is written to by one message',
      rows.filter(({ messages }) => messages !== 1).map(({ email }) => email),
    ],
    [
      'Nobody is written to twice',
      rows.filter(({ email }) => (sink.taken.get(email) ?? []).length > 1).map(({ email }) => email),
    ],
    [
      'Every mail ends in a named state',
      rows
        .filter(({ states }) => !/^(?:sent|failed|unknown)$/.test(states ?? ''))
        .map(({ email, states }) => `${email} ${states}`),
    ],
    [
      'What was sent has arrived',
      rows
        .filter(({ email, states }) => states === 'sent' && !sink.taken.has(email))
        .map(({ email }) => email),
    ],
    ['Every instance is told of', rows.filter(({ id }) => told(id).length === 0).map(({ id }) => id)],
    ['Always under the same id', rows.filter(({ id }) => new Set(told(id)).size > 1).map(({ id }) => id)],
  ];
  return findings.flatMap(([promise, broken]) =>
    broken.length > 0 ? [`${promise}: ${sample(broken)}`] : [],
  );
}

const plan = planFromArguments();
const stage = await Stage.open(plan.seed);
const hooks = new HookServer(plan.seed);
await hooks.listen();
await judge(stage, async () => {
  try {
    return await run(stage, hooks, plan);
  } finally {
    await hooks.close();
  }
});
