/** How often somebody opened within one hour of the day. */
export interface OpenHour {
  readonly hour: number;
  readonly opens: number;
}

/** When to write to somebody. */
export interface LeadHour {
  /** 0 to 23. */
  readonly hour: number;
  /** How likely the next open falls within an hour of it, 0 to 99 per cent. */
  readonly confidence: number;
  /** Whether it is the hour of all readers, or common advice, because this one has opened too little. */
  readonly estimated: boolean;
}

const HOURS = 24;
const COMMON_HOUR = 10;
/** As many opens of all readers are believed as three of one's own. */
const BELIEF = 3;
const OPENS_AT_LEAST = 3;

/**
 * The hour around which somebody opens mail: the greatest share of three hours, wherever it begins, in their own opens and,
 * weighing as three of these, in the opens of all readers of the owner. Without any open at all, common advice.
 */
export function leadHourOf(own: readonly OpenHour[], everybody: readonly OpenHour[]): LeadHour {
  const mine = byHour(own);
  const all = byHour(everybody);
  const opened = total(mine);
  if (opened + total(all) === 0) return { hour: COMMON_HOUR, confidence: 0, estimated: true };
  const believed = total(all) === 0 ? all : all.map((opens) => (opens / total(all)) * BELIEF);
  const weights = mine.map((opens, hour) => opens + (believed[hour] ?? 0));
  const around = weights.map((_, hour) =>
    [hour - 1, hour, hour + 1].reduce((sum, at) => sum + at24(weights, at), 0),
  );
  const hour = around.reduce(
    (best, weight, at) =>
      weight > at24(around, best) ||
      (weight === at24(around, best) && at24(weights, at) > at24(weights, best))
        ? at
        : best,
    0,
  );
  // Nothing is known of the hours of those who have not opened: three of them are as likely as any other three.
  const confidence = (at24(around, hour) + BELIEF / 8) / (total(weights) + BELIEF);
  return { hour, confidence: Math.min(99, Math.floor(confidence * 100)), estimated: opened < OPENS_AT_LEAST };
}

function byHour(hours: readonly OpenHour[]): number[] {
  const counted = Array<number>(HOURS).fill(0);
  for (const { hour, opens } of hours) counted[hour] = at24(counted, hour) + opens;
  return counted;
}

function at24(values: readonly number[], hour: number): number {
  return values[(hour + HOURS) % HOURS] ?? 0;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
