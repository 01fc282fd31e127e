/** Measures the hot paths against hand-written baselines: `npm run bench [path...] [--smoke] [--rounds N] [--secs N] [--json file]`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Arena, BenchPath, Scale } from './bench-path.ts';
import { capture } from './capture.ts';
import { type Goal, hold, lineOf, type Outcome } from './contest.ts';
import { exportingMillion } from './export.ts';
import { gateway } from './gateway.ts';
import { importing, importingMillion } from './import.ts';
import { leads } from './leads.ts';
import { list } from './list.ts';
import { machineSize } from './machine.ts';
import { mail } from './mail.ts';
import { retrieval } from './retrieval.ts';
import { schedules } from './schedules.ts';
import { scoringMillion } from './score.ts';
import { webhooks } from './webhooks.ts';

const paths: BenchPath[] = [
  capture,
  list,
  importing,
  gateway,
  retrieval,
  leads,
  mail,
  schedules,
  webhooks,
  importingMillion,
  exportingMillion,
  scoringMillion,
];
const goals = JSON.parse(readFileSync(join(import.meta.dirname, 'goals.json'), 'utf8')) as Record<
  BenchPath['name'],
  Goal
>;
const LONGEST_SMOKE_MS = 9 * 60_000;
const MOST_ROWS = 1_000_000;
const LONGEST_MS = 60 * 60_000;

function choices(): { wanted: BenchPath[]; scale: Scale; json: string | undefined } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      smoke: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      secs: { type: 'string' },
      size: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const { smoke, json } = values;
  const unknown = positionals.filter((name) => !paths.some((path) => path.name === name));
  if (unknown.length > 0)
    throw new Error(`There is no path ${unknown.join(', ')}: ${paths.map(({ name }) => name).join(', ')}.`);
  const rounds = positive('rounds', values.rounds ?? (smoke ? '1' : '5'));
  const secs = positive('secs', values.secs ?? (smoke ? '1' : '3'));
  const wanted = paths.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const size = values.size === undefined ? undefined : Math.ceil(positive('size', values.size, MOST_ROWS));
  return { wanted, scale: { smoke, rounds: Math.ceil(rounds), secs, size }, json };
}

function positive(name: string, text: string, most = 600): number {
  const value = Number(text);
  if (!(value > 0 && value <= most)) throw new Error(`--${name} takes a number above 0 and at most ${most}.`);
  return value;
}

/** Sets one path up, holds the contest and takes everything down again, whatever happens. */
async function measure(path: BenchPath, scale: Scale, stopped: AbortSignal): Promise<Outcome> {
  const ends: (() => Promise<void>)[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const arena: Arena = { scale, folder, atEnd: (work) => ends.push(work) };
  try {
    const contest = path.prepare(arena).then((ready) => hold(path, ready, scale, goals[path.name]));
    return await Promise.race([contest, rejection(stopped)]);
  } finally {
    for (const end of ends.reverse()) await end().catch((error: unknown) => console.error(String(error)));
    rmSync(folder, { recursive: true, force: true });
  }
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

async function main(): Promise<boolean> {
  const { wanted, scale, json } = choices();
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => interrupted.abort(new Error(`stopped by ${name}`)));
  const tooLong = AbortSignal.timeout(scale.smoke ? LONGEST_SMOKE_MS : LONGEST_MS);
  const outcomes: Outcome[] = [];
  console.log(`${machineSize()}, ${scale.rounds} rounds of ${scale.secs} s${scale.smoke ? ', smoke' : ''}`);
  for (const path of wanted) {
    const outcome = await measure(path, scale, AbortSignal.any([interrupted.signal, tooLong]));
    console.log(lineOf(outcome));
    outcomes.push(outcome);
  }
  if (json !== undefined)
    writeFileSync(json, `${JSON.stringify({ machine: machineSize(), scale, outcomes }, null, 2)}\n`);
  return outcomes.every(({ ok }) => ok);
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(`No figure: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
