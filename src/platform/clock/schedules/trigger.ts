import { zonedCronTimes } from '../zoned-cron.js';

/** Once, at an instant. */
interface DateTrigger {
  readonly type: 'date';
  readonly at: string;
}

/** Every so many seconds, the first time at `startAt`. */
interface IntervalTrigger {
  readonly type: 'interval';
  readonly everySeconds: number;
  /** Left out: when the first interval has passed. */
  readonly startAt?: string;
}

/** At the times of a cron line of five fields on the wall clocks of a zone. */
interface CronTrigger {
  readonly type: 'cron';
  readonly line: string;
  /** As the IANA database names it: `Europe/Berlin`. */
  readonly zone: string;
}

export type Trigger = DateTrigger | IntervalTrigger | CronTrigger;

/** The due times after an instant, in their order. An interval must say when it starts. */
export function* timesAfter(trigger: Trigger, after: Date): Generator<Date, void> {
  if (trigger.type === 'cron') return yield* zonedCronTimes(trigger.line, trigger.zone, after);
  if (trigger.type === 'date') {
    if (Date.parse(trigger.at) > after.getTime()) yield new Date(trigger.at);
    return;
  }
  const start = Date.parse(trigger.startAt ?? '');
  const every = trigger.everySeconds * 1_000;
  const passed = Math.max(0, Math.floor((after.getTime() - start) / every) + 1);
  for (let time = start + passed * every; Number.isFinite(time); time += every) yield new Date(time);
}

/** When a schedule that begins now is due first; null where its trigger names no time that comes. A date that has passed is due. */
export function firstTime(trigger: Trigger, now: Date): Date | null {
  if (trigger.type === 'date') return new Date(trigger.at);
  if (trigger.type === 'interval' && !(trigger.everySeconds >= 1)) return null;
  return timesAfter(trigger, now).next().value ?? null;
}

/** The trigger with what it leaves open settled: when its intervals start. */
export function settled(trigger: Trigger, now: Date): Trigger {
  if (trigger.type !== 'interval' || trigger.startAt !== undefined) return trigger;
  return { ...trigger, startAt: new Date(now.getTime() + trigger.everySeconds * 1_000).toISOString() };
}
