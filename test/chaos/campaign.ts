/**
 * A campaign to an SMTP server while, every 250 ms, one of eight workers is killed with SIGKILL in the middle of handing
 * over a mail (the server knows who is) and the others go on; starting a worker takes a second of processor time, so all
 * are started beforehand and parked (SIGSTOP, connections to Postgres cut), and each kill lets the next one go on (SIGCONT).
 * Afterwards every promise about mail is checked against the database and against what the server has taken.
 *
 * `npm run chaos -- [--recipients 5000] [--kills N] [--interval 250] [--seed 1]`: N is how many workers there are to kill.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Kill, killWorkers, OTHERS } from './killer.ts';
import { Stage } from './stage.ts';
import { judge, say, secondsSince, table, whole } from './trial.ts';
import { type Evidence, figures, messagesOf, violations } from './verdict.ts';

const AT_WORK = 8;
const RECIPIENTS_PER_KILL = 60;
const BYTES_PER_WORKER = 110 * 2 ** 20;
const SHARE_OF_MEMORY = 0.7;

interface Plan {
  readonly seed: number;
  readonly recipients: number;
  readonly intervalMs: number;
  readonly kills: number;
}

interface Course {
  readonly kills: readonly Kill[];
  readonly startSeconds: number;
  readonly seconds: number;
}

function planFromArguments(): Plan {
  const { values } = parseArgs({
    options: {
      recipients: { type: 'string', default: '5000' },
      kills: { type: 'string' },
      interval: { type: 'string', default: '250' },
      seed: { type: 'string', default: '1' },
    },
  });
  const recipients = whole('recipients', values.recipients);
  const kills = values.kills ?? String(Math.ceil(recipients / RECIPIENTS_PER_KILL));
  return {
    recipients,
    kills: whole('kills', kills),
    intervalMs: whole('interval', values.interval),
    seed: whole('seed', values.seed),
  };
}

/** The whole story; answers what broke. */
async function run(stage: Stage, plan: Plan): Promise<string[]> {
  const began = performance.now();
  await stage.fill(workersFor(plan.kills), AT_WORK);
  const startSeconds = secondsSince(began);
  const addresses = Array.from({ length: plan.recipients }, (_, index) => `lead-${index + 1}@example.com`);
  await stage.marketer.importLeads(addresses);

  const launched = performance.now();
  const campaignId = await stage.marketer.launchCampaign();
  const over = new AbortController();
  const { crew, sink } = stage;
  const killing = killWorkers(
    { crew, sink, intervalMs: plan.intervalMs, most: plan.kills, seed: plan.seed },
    over.signal,
  );
  const campaignStatus = await completed(stage, campaignId, plan).finally(() => over.abort());
  const kills = await killing;
  const course = { kills, startSeconds, seconds: secondsSince(launched) };
  const evidence: Evidence = {
    seed: plan.seed,
    addresses,
    kills: kills.length,
    sink,
    rows: await messagesOf(stage, campaignId),
    report: await stage.marketer.reportOf(campaignId),
    campaignStatus,
  };
  say(reportOf(plan, course, evidence));
  const idle = kills.length < plan.kills / 4 ? [`Only ${kills.length} of ${plan.kills} kills happened`] : [];
  return [...violations(evidence), ...stage.deserters(), ...idle];
}

/** Waits, not for ever, until the campaign is completed; answers its status. */
async function completed({ marketer }: Stage, campaignId: string, plan: Plan): Promise<string> {
  const patience = 60_000 + plan.recipients * 10 + plan.kills * plan.intervalMs;
  const until = performance.now() + patience;
  let status = 'unread';
  while (status !== 'completed' && performance.now() < until) {
    await sleep(200);
    status = await marketer.statusOf(campaignId);
  }
  return status;
}

function reportOf(plan: Plan, course: Course, evidence: Evidence): string {
  const { kills, startSeconds, seconds } = course;
  const of = figures(evidence);
  const gaps = kills.slice(1).map(({ at }, index) => (at - (kills[index]?.at ?? at)) / 1_000);
  const killing = gaps.reduce((total, gap) => total + gap, 0);
  const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / (values.length || 1);
  const perKill = (of.unknown - of.drops) / (kills.length || 1);
  const lines: [figure: string, value: string][] = [
    ['seed', String(plan.seed)],
    [
      'workers',
      `${workersFor(plan.kills)} started in ${startSeconds.toFixed(0)} s, ${AT_WORK} at work while there are replacements, ${OTHERS + 1} at least`,
    ],
    ['kills', `${kills.length} of ${plan.kills}, ${(gaps.length / (killing || 1)).toFixed(1)} a second`],
    [
      'between kills',
      `${plan.intervalMs} ms wanted, ${(mean(gaps) * 1_000).toFixed(0)} ms on average, ${(Math.max(0, ...gaps) * 1_000).toFixed(0)} ms at most`,
    ],
    ['victim', `was handing over ${mean(kills.map(({ inData }) => inData)).toFixed(1)} mails on average`],
    [
      'others',
      `${mean(kills.map(({ othersBusy }) => othersBusy)).toFixed(1)} others had begun a mail in the last second`,
    ],
    ['launch to end', `${seconds.toFixed(1)} s`],
    ['recipients', String(plan.recipients)],
    ['accepted', `${of.accepted} mails for ${evidence.sink.taken.size} recipients`],
    ['duplicates', String(of.duplicates)],
    ['sent', String(of.sent)],
    ['failed', `${of.failed}, and ${of.suppressed} addresses suppressed`],
    ['skipped', String(of.skipped)],
    ['unknown', `${of.unknown}, of these not delivered ${of.unknownNotDelivered}`],
    [
      'dropped lines',
      `${of.drops} after acceptance, each unknown; ${perKill.toFixed(2)} unknown per kill beside them`,
    ],
    ['campaign', evidence.campaignStatus],
  ];
  return table(lines);
}

/** Whom the last kills leave is not replaced: three see the campaign to its end. */
const workersFor = (kills: number) => kills + OTHERS + 1;

/** Fewer kills where memory is short: the count is told, never assumed. */
function affordable(plan: Plan): Plan {
  const workers = Math.floor((process.availableMemory() * SHARE_OF_MEMORY) / BYTES_PER_WORKER);
  const kills = Math.max(0, Math.min(plan.kills, workers - workersFor(0)));
  if (kills < plan.kills) say(`Memory for ${workers} workers: ${kills} kills instead of ${plan.kills}.`);
  return { ...plan, kills };
}

const plan = affordable(planFromArguments());
say(
  `Chaos: a campaign to ${plan.recipients} recipients, ${plan.kills} workers to be killed, seed ${plan.seed}`,
);
const stage = await Stage.open(plan.seed);
await judge(stage, () => run(stage, plan));
