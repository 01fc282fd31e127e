/**
 * Campaigns, a sequence and a workflow send at the same time, to a mail server that refuses, cuts lines, greets slowly or not, and to a
 * provider that limits (429), fails and drops lines, each standing in for the other; one of three workers is killed with SIGKILL every
 * few seconds and Postgres is ended as by a power cut. In the middle of it a large campaign is paused, resumed and stopped. Afterwards
 * every promise about mail is checked.
 *
 * `npm run chaos:mail -- [--secs 180] [--recipients 20000] [--seed 1]`: how long it storms, and how many the large campaign has.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { POSTGRES_PROGRAMS } from '../../support/cluster.ts';
import { judge, randomFrom, say, secondsSince, table, whole } from '../trial.ts';
import { type Audience, bar, BY_API, doors, leads, trickle, type Waves } from './audiences.ts';
import { Estate, persistently } from './estate.ts';
import { passagesOf } from './passages.ts';
import { type Evidence, messagesOf, type Silence, violations } from './verdict.ts';

const PATIENCE_MS = 120_000;
const SILENT_AFTER_MS = 5_000;
/** How long a silence is listened to. */
const LISTENED_MS = 4_000;
/** So many turns of the storm. */
const RESTART_EVERY = 3;

interface Plan {
  readonly secs: number;
  readonly recipients: number;
  readonly seed: number;
}

function planFromArguments(): Plan {
  const { values } = parseArgs({
    options: {
      secs: { type: 'string', default: '180' },
      recipients: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  });
  const secs = whole('secs', values.secs);
  const recipients = values.recipients ?? (secs < 60 ? '2000' : '20000');
  return { secs, recipients: whole('recipients', recipients), seed: whole('seed', values.seed) };
}

/** Kills and restarts, one after another; while it is calm, nobody loses the database. */
class Storm {
  isCalm = false;
  private readonly estate: Estate;
  private readonly random: () => number;

  constructor(estate: Estate, random: () => number) {
    this.estate = estate;
    this.random = random;
  }

  async rage(until: AbortSignal): Promise<void> {
    for (let sinceRestart = 1; !until.aborted; sinceRestart++) {
      await sleep(1_000 + 2_000 * this.random());
      if (sinceRestart < RESTART_EVERY || this.isCalm) await this.estate.kill(this.random);
      else {
        await this.estate.restart();
        sinceRestart = 0;
      }
    }
    // A short storm may have been calm whenever it was time.
    if (this.estate.restarts === 0) await this.estate.restart();
  }
}

/** The large campaign: paused at full rate, resumed, stopped; answers when it had to be silent. */
async function steered(
  estate: Estate,
  storm: Storm,
  campaign: string,
  audience: Audience,
): Promise<Silence[]> {
  const { books, marketer } = estate;
  const large = new Set(audience.addresses);
  const count = () => [...books.taken.values()].filter(([mail]) => mail && large.has(mail.address)).length;
  const gone = async (share: number): Promise<void> => {
    const wanted = audience.addresses.length * share;
    for (const end = performance.now() + PATIENCE_MS; count() < wanted; await sleep(100))
      if (performance.now() > end) throw new Error(`The large campaign did not come to ${wanted} mails`);
  };
  const silence = async (what: 'pause' | 'stop'): Promise<Silence> => {
    storm.isCalm = true;
    await persistently(() => marketer.move(campaign, what));
    const from = performance.now() + SILENT_AFTER_MS;
    await sleep(SILENT_AFTER_MS + LISTENED_MS);
    storm.isCalm = false;
    return { campaign, what: `a ${what}`, from, to: performance.now() };
  };
  await gone(0.1);
  const paused = await silence('pause');
  await persistently(() => marketer.move(campaign, 'resume'));
  await gone(0.4);
  const stopped = await silence('stop');
  return [paused, { ...stopped, to: Number.POSITIVE_INFINITY }];
}

const OPEN = {
  messages: `email_messages where state in ('queued', 'claimed', 'sending')`,
  enrolments: `email_sequence_enrolments where status = 'active'`,
  instances: 'workflow_executions where completed_at is null',
} as const;

/** Waits until nothing is open; not for ever, once nothing happens any more. Answers what is. */
async function rest(estate: Estate): Promise<Record<string, number>> {
  const asked = Object.entries(OPEN).map(([what, from]) => `(select count(*)::int from ${from}) as ${what}`);
  const open = async () => (await estate.rows<Record<string, number>>(`select ${asked.join(', ')}`))[0] ?? {};
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);
  let least = Infinity;
  let end = performance.now() + PATIENCE_MS;
  for (;;) {
    const counts = await open();
    const left = sum(counts);
    if (left < least) end = performance.now() + PATIENCE_MS;
    least = Math.min(least, left);
    if (left === 0 || performance.now() > end) return counts;
    await sleep(250);
  }
}

async function run(estate: Estate, plan: Plan, random: () => number): Promise<string[]> {
  await estate.fill();
  const audience = await leads(estate, 'left-alone', plan.secs * 15);
  const large = await leads(estate, 'large', plan.recipients);
  const waves: Waves = {
    secs: plan.secs,
    sequence: await leads(estate, 'sequence', plan.secs * 3),
    flow: await leads(estate, 'flow', plan.secs * 3),
  };
  const barred = await bar(estate, audience);
  const began = performance.now();
  const into = await doors(estate);
  const [first, stopped] = await launched(estate);
  const storm = new Storm(estate, random);
  const over = new AbortController();
  const raging = storm.rage(over.signal);
  const [silences] = await Promise.all([
    steered(estate, storm, stopped, large),
    trickle(estate, into, waves),
    sleep(plan.secs * 1_000),
  ]).finally(() => over.abort());
  await raging;
  const open = await rest(estate);
  const rows = await messagesOf(estate);
  const passages = await passagesOf(estate);
  const audiences = new Map([
    [first, audience.addresses],
    [stopped, large.addresses],
  ]);
  const evidence: Evidence = {
    seed: plan.seed,
    estate,
    rows,
    passages,
    audiences,
    stopped,
    barred,
    silences,
    open,
  };
  say(reportOf(plan, evidence, secondsSince(began)));
  return [...violations(evidence), ...estate.deserters()];
}

/** Both campaigns, once it is said which mail leaves by which way: each way stands in for the other. */
async function launched({ marketer, api }: Estate): Promise<[first: string, large: string]> {
  const first = await marketer.draftCampaign('left-alone');
  const large = await marketer.draftCampaign('large');
  await marketer.route([api, 'platform'], { position: 1, campaign_id: first, recipient_domain: BY_API });
  await marketer.route(['platform', api], { position: 2, campaign_id: first });
  await marketer.route(['platform', api], { position: 3, campaign_id: large });
  await marketer.route([api, 'platform'], { position: 4 });
  for (const campaign of [first, large]) await marketer.move(campaign, 'launch');
  return [first, large];
}

function reportOf(plan: Plan, { estate, rows }: Evidence, seconds: number): string {
  const { books, provider } = estate;
  const inState = (state: string) => String(rows.filter((row) => row.state === state).length);
  return table([
    ['seed', String(plan.seed)],
    ['storm', `${plan.secs} s, launch to rest ${seconds.toFixed(1)} s`],
    ['kills', `${estate.kills} of workers, ${estate.restarts} of Postgres`],
    ['memory', `${estate.peakMegabytes} MB at most in a worker`],
    [
      'messages',
      `${rows.length}, taken ${books.countOf('smtp')} by SMTP, ${books.countOf('api')} by the provider`,
    ],
    ['provider', [...provider.played].map(([fault, times]) => `${fault} ${times}`).join(', ')],
    ['duplicates', `${books.all.length - books.taken.size}`],
    ...['sent', 'failed', 'unknown', 'skipped'].map((state) => [state, inState(state)] as const),
  ]);
}

const plan = planFromArguments();
if (POSTGRES_PROGRAMS === null) {
  say('Left out: there are no programs of Postgres here to start a server with that may be killed.');
  process.exit(0);
}
const random = randomFrom(plan.seed);
say(
  `Chaos: campaigns, a sequence and a workflow for ${plan.secs} s, one campaign to ${plan.recipients}, seed ${plan.seed}`,
);
const estate = await Estate.open(plan.seed, random);
await judge(estate, () => run(estate, plan, random));
