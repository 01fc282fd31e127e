import { Cron } from 'croner';

/**
 * The next times of a cron line of five fields, UTC, after an instant: fewer than asked for where it has no more. Null for what
 * is no such line.
 */
export function cronTimes(line: string, after: Date, count: number): Date[] | null {
  try {
    return new Cron(line, { mode: '5-part', timezone: 'UTC' }).nextRuns(count, after);
  } catch {
    return null;
  }
}
