import type { BenchPath, Contest, Delays, Sample, Scale } from './bench-path.ts';
import { quietMachine } from './machine.ts';

const QUIET_WITHIN_MS = 15_000;
/** A smoke run only finds out what is badly wrong: delays may be so many times as long. */
const SMOKE_DELAYS = 25;

export interface Goal {
  /** A change must not fall below this. */
  first: number;
  /** What is reachable. */
  ambition: number;
  /** The product may add less than so many milliseconds to the baseline's. */
  added?: Delays;
  /** A figure of the product must not fall below this. */
  least?: Readonly<Record<string, number>>;
  /** A figure of the product must not rise above this; in a smoke run it may be so many times as high as delays may. */
  most?: Readonly<Record<string, number>>;
  /** Figures of the product that must be 0; not asked of a smoke run, for of a small table Postgres rightly reads all. */
  none?: readonly string[];
}

const KINDS = ['p50', 'p99', 'firstToken'] as const;

/** A figure over all rounds. */
interface Spread {
  median: number;
  least: number;
  most: number;
}

export interface Outcome {
  name: string;
  unit: string;
  product: Spread;
  baseline: Spread;
  /** The median of the ratios within each round, which is calmer than the ratio of two medians. */
  ratio: Spread;
  cpuMicros: [number | null, number | null];
  databaseMicros: [number | null, number | null];
  p99Millis: [number | null, number | null];
  /** Medians of what the product adds to the baseline within each round. */
  added: Delays | null;
  /** Medians of what the path has besides: product, baseline. */
  figures: Record<string, [number, number]>;
  goal: Goal;
  ok: boolean;
}

/** Product and baseline take turns, so that what slows the machine down slows both. */
export async function hold(path: BenchPath, contest: Contest, scale: Scale, goal: Goal): Promise<Outcome> {
  const ours: Sample[] = [];
  const theirs: Sample[] = [];
  const rounds = Math.min(scale.rounds, path.roundsAtMost ?? scale.rounds);
  for (let round = 0; round < rounds; round++) {
    if (!scale.smoke) await quietMachine(QUIET_WITHIN_MS);
    ours.push(await contest.product.round());
    theirs.push(await contest.baseline.round());
  }
  const ratio = spread(ours.map(({ rate }, round) => rate / (theirs[round]?.rate ?? Number.NaN)));
  const added = addedDelays(ours, theirs);
  const figures = figuresOf(ours, theirs);
  return {
    name: path.name,
    unit: path.unit,
    product: spread(ours.map(({ rate }) => rate)),
    baseline: spread(theirs.map(({ rate }) => rate)),
    ratio,
    cpuMicros: [medianOf(ours, 'cpuMicros'), medianOf(theirs, 'cpuMicros')],
    databaseMicros: [medianOf(ours, 'databaseMicros'), medianOf(theirs, 'databaseMicros')],
    p99Millis: [medianOf(ours, 'p99Millis'), medianOf(theirs, 'p99Millis')],
    added,
    figures,
    goal,
    ok:
      ratio.median >= (scale.smoke ? goal.first / 2 : goal.first) &&
      isQuick(added, goal, scale) &&
      isEnough(figures, goal) &&
      isNotTooMuch(figures, goal, scale) &&
      isNone(figures, goal, scale),
  };
}

/** `capture  product 14,289 req/s  baseline 6,192 req/s  ratio 2.31 (2.10-2.50)  cpu 43/101 us  database 52/140 us  …  ok` */
export function lineOf(outcome: Outcome): string {
  const { name, unit, product, baseline, ratio, p99Millis, added, goal } = outcome;
  const whole = (value: number) => Math.round(value).toLocaleString('en');
  return [
    name.padEnd(8),
    `product ${whole(product.median)} ${unit}`,
    `baseline ${whole(baseline.median)} ${unit}`,
    `ratio ${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)}-${ratio.most.toFixed(2)})`,
    `cpu ${both(outcome.cpuMicros, 0)} us`,
    `database ${both(outcome.databaseMicros, 0)} us`,
    ...(p99Millis[0] === null ? [] : [`p99 ${both(p99Millis, 1)} ms`]),
    ...Object.entries(outcome.figures).map(([name, pair]) => `${name} ${both(pair, 2)}`),
    ...(added ? [`adds ${KINDS.map((kind) => `${kind} ${added[kind].toFixed(2)}`).join(', ')} ms`] : []),
    `first ${goal.first}`,
    `ambition ${goal.ambition}`,
    outcome.ok ? 'ok' : 'BELOW',
  ].join('  ');
}

function addedDelays(ours: readonly Sample[], theirs: readonly Sample[]): Delays | null {
  const median = (kind: keyof Delays): number =>
    spread(ours.map(({ delays }, round) => delayOf(delays, kind) - delayOf(theirs[round]?.delays, kind)))
      .median;
  if (ours.every(({ delays }) => delays === undefined)) return null;
  return { p50: median('p50'), p99: median('p99'), firstToken: median('firstToken') };
}

function figuresOf(ours: readonly Sample[], theirs: readonly Sample[]): Outcome['figures'] {
  const median = (samples: readonly Sample[], name: string): number =>
    spread(samples.map(({ figures }) => figures?.[name] ?? Number.NaN)).median;
  const names = Object.keys(ours[0]?.figures ?? {});
  return Object.fromEntries(names.map((name) => [name, [median(ours, name), median(theirs, name)]]));
}

function isEnough(figures: Outcome['figures'], { least = {} }: Goal): boolean {
  return Object.entries(least).every(([name, bar]) => (figures[name]?.[0] ?? Number.NaN) >= bar);
}

function isNotTooMuch(figures: Outcome['figures'], { most = {} }: Goal, { smoke }: Scale): boolean {
  return Object.entries(most).every(
    ([name, bar]) => (figures[name]?.[0] ?? Number.NaN) <= bar * (smoke ? SMOKE_DELAYS : 1),
  );
}

function isNone(figures: Outcome['figures'], { none = [] }: Goal, { smoke }: Scale): boolean {
  return smoke || none.every((name) => figures[name]?.[0] === 0);
}

function delayOf(delays: Delays | undefined, kind: keyof Delays): number {
  return delays?.[kind] ?? Number.NaN;
}

function isQuick(added: Delays | null, { added: bars }: Goal, { smoke }: Scale): boolean {
  if (!bars) return true;
  return KINDS.every((kind) => (added?.[kind] ?? Number.NaN) < bars[kind] * (smoke ? SMOKE_DELAYS : 1));
}

function both([ours, theirs]: readonly [number | null, number | null], digits: number): string {
  return `${ours?.toFixed(digits) ?? '-'}/${theirs?.toFixed(digits) ?? '-'}`;
}

function medianOf(
  samples: readonly Sample[],
  field: 'cpuMicros' | 'databaseMicros' | 'p99Millis',
): number | null {
  const values = samples.map((sample) => sample[field]).filter((value) => value !== null);
  return values.length === samples.length ? spread(values).median : null;
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  const lower = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return { median: (upper + lower) / 2, least: sorted[0] ?? Number.NaN, most: sorted.at(-1) ?? Number.NaN };
}
