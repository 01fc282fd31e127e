/**
 * Visitors submit forms, as many as the machine serves, while the one process that serves them is killed with SIGKILL and
 * started again. Afterwards everything that was promised to a visitor is looked for in the database.
 *
 * `npm run chaos:capture -- [--secs 30] [--kills 2] [--seed 1]`
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { rowsOf, violations } from './capture-verdict.ts';
import type { AppProcess } from './crew.ts';
import { Crowd } from './crowd.ts';
import { freePort, Ground } from './ground.ts';
import { Marketer } from './marketer.ts';
import { judge, randomFrom, say, secondsSince, table, whole } from './trial.ts';

const FORMS = 8;
const CONNECTIONS = 64;
/** Of the time between two kills: how much sooner or later one may come. */
const JITTER = 0.2;
const AT_WORK_AGAIN = 200;
const PATIENCE_MS = 60_000;

interface Plan {
  readonly secs: number;
  readonly kills: number;
  readonly seed: number;
}

/** One kill: how many waited for an answer, and how long it took until the next was given. */
interface Kill {
  readonly waiting: number;
  readonly awaySeconds: number;
}

function planFromArguments(): Plan {
  const { values } = parseArgs({
    options: {
      secs: { type: 'string', default: '30' },
      kills: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
    },
  });
  return {
    secs: whole('secs', values.secs),
    kills: whole('kills', values.kills),
    seed: whole('seed', values.seed),
  };
}

/** The one process, its predecessors, and the ground they stand on. */
class Server {
  private readonly ground: Ground;
  private readonly all: AppProcess[] = [];
  port = 0;

  constructor(ground: Ground) {
    this.ground = ground;
  }

  async open(): Promise<void> {
    this.port ||= await freePort();
    const name = `app-${this.all.length + 1}`;
    const app = this.ground.process(name, {
      PORT: String(this.port),
      RATE_LIMIT_PUBLIC: '0',
      RATE_LIMIT_FORM: '0',
      RATE_LIMIT_ANONYMOUS: '0',
    });
    this.all.push(app);
    await app.ready();
  }

  killAll(): void {
    for (const app of this.all) app.kill();
  }

  deserters(): string[] {
    return this.all
      .filter((app) => app.isWanted && app.isGone)
      .map(({ name, lastWords }) => `${name} ended by itself:\n${lastWords}`);
  }

  /** All processes are gone, and Postgres has come to the end of what they had asked of it. */
  async close(): Promise<void> {
    this.killAll();
    await Promise.all(this.all.map((app) => app.gone()));
    const names = this.all.map(({ name }) => name);
    const busy = () =>
      this.ground.database.rows(
        `select pid from pg_stat_activity where datname = current_database() and application_name = any($1)`,
        [names],
      );
    for (const until = Date.now() + PATIENCE_MS; (await busy()).length > 0; await sleep(20))
      if (Date.now() > until) throw new Error('Postgres is still busy with what was asked of it');
  }

  async clear(): Promise<void> {
    this.killAll();
    await Promise.all(this.all.map((app) => app.gone()));
    await this.ground.clear();
  }
}

/** Kills and starts again at moments spread over the time; each only once the process serves visitors again. */
async function killAndRestart(server: Server, crowd: Crowd, plan: Plan): Promise<Kill[]> {
  const random = randomFrom(plan.seed);
  const began = performance.now();
  const apart = plan.secs / (plan.kills + 1);
  const kills: Kill[] = [];
  for (let number = 1; number <= plan.kills; number++) {
    const due = apart * (number + JITTER * (random() - 0.5));
    await sleep(Math.max(0, due - secondsSince(began)) * 1_000);
    const { waiting } = crowd;
    const killed = performance.now();
    server.killAll();
    await server.open();
    await crowd.accepts(1, PATIENCE_MS);
    kills.push({ waiting, awaySeconds: secondsSince(killed) });
    await crowd.accepts(AT_WORK_AGAIN, PATIENCE_MS);
  }
  await sleep(Math.max(0, plan.secs - secondsSince(began)) * 1_000);
  return kills;
}

/** The whole story; answers what broke. */
async function run(ground: Ground, server: Server, plan: Plan): Promise<string[]> {
  await server.open();
  const marketer = await Marketer.signedIn(`http://127.0.0.1:${server.port}`, ground.secret);
  const formIds = await marketer.publishForms(FORMS);
  const began = performance.now();
  const crowd = new Crowd({ port: server.port, formIds, connections: CONNECTIONS });
  const kills = await killAndRestart(server, crowd, plan);
  await crowd.leave();
  const seconds = secondsSince(began);
  const deserters = server.deserters();
  await server.close();
  const { leads, forms } = await rowsOf(ground.database);
  const away = kills.reduce((total, { awaySeconds }) => total + awaySeconds, 0);
  const submissions = forms.reduce((total, form) => total + form.submissions, 0);
  const refused = [...crowd.refused].map(([status, { count }]) => `${count} x ${status}`).join(', ');
  say(
    table([
      ['time', `${seconds.toFixed(1)} s, of these ${away.toFixed(1)} s without a process that answers`],
      ['answered', `${crowd.accepted} x 200${refused && `, ${refused}`}`],
      [
        'rate',
        `${Math.round(crowd.accepted / (seconds - away))} a second while it ran, on ${CONNECTIONS} connections`,
      ],
      ['kills', kills.map(({ waiting }) => `${waiting} waiting`).join(', ') || 'none'],
      ['lost', `${crowd.lost} lines cut before the answer`],
      [
        'rows',
        `${leads.length} leads, ${submissions} submissions: ${submissions - crowd.accepted} kept that were not answered`,
      ],
    ]),
  );
  return [...violations({ crowd, leads, forms }), ...deserters];
}

const plan = planFromArguments();
say(
  `Chaos: visitors submit forms for ${plan.secs} s, the server is killed ${plan.kills} times, seed ${plan.seed}`,
);
const ground = await Ground.lay();
const server = new Server(ground);
await judge(server, () => run(ground, server, plan));
