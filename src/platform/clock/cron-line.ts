import { Cron } from 'croner';

const FIELDS_OR_NAME = /^\s*(?:\S+\s+){4}\S+\s*$|^\s*@[a-z]+\s*$/i;

/** A cron line of five fields, or its name such as `@daily`; null for what is none: a date, which the library reads as well. */
export function cronLine(line: string): Cron | null {
  if (!FIELDS_OR_NAME.test(line)) return null;
  try {
    return new Cron(line, { mode: '5-part', timezone: 'UTC' });
  } catch {
    return null;
  }
}

/**
 * The next times of a cron line of five fields, UTC, after an instant: fewer than asked for where it has no more. Null for what
 * is no such line.
 */
export function cronTimes(line: string, after: Date, count: number): Date[] | null {
  return cronLine(line)?.nextRuns(count, after) ?? null;
}
