import type { FieldIssue } from '#kernel/errors';
import { given } from '#kernel/given';
import { isReadable, occurrencesAfter, type Recurrence } from '#platform/clock/recurrence/recurrence';
import {
  instantOfWallTime,
  parseWallTime,
  type WallTime,
  wallTimeAt,
} from '#platform/clock/recurrence/wall-time';
import type { CampaignSchedule } from './campaign-schedule.dto.js';

/** One start that a schedule asks for. */
export interface CampaignRun {
  /** The time of the schedule, in its own zone. It names the run. */
  readonly runAt: Date;
  /** When to begin: before `runAt` where recipients are ahead of its zone. */
  readonly startAt: Date;
}

/** Where a day begins first. */
const FIRST_ZONE = 'Pacific/Kiritimati';
const LEAST_GAP_MS = 15 * 60_000;
const LOOKED_AT = 25;
const GRACE_MINUTES = 60;
const NEVER = new Date(0);

/** What cannot be followed in a schedule; nothing when it can. */
export function scheduleProblems(schedule: CampaignSchedule, from: Date): FieldIssue[] {
  const { at, cron, rrule, recipient_time, exdates } = schedule;
  if (exdates !== undefined && cron === undefined && rrule === undefined)
    return [issue('exdates', 'exdates takes times out of an rrule or a cron line')];
  if (cron !== undefined && rrule !== undefined)
    return [issue('rrule', 'Give an rrule or a cron line, not both')];
  if (at === undefined && cron === undefined) return [issue('at', 'at says when the campaign starts')];
  if (recipient_time && cron === undefined && !isWallTime(at ?? ''))
    return [issue('at', "for each recipient's own time, at must be a time without an offset")];
  const recurrence = recurrenceOf(schedule);
  if (!recurrence) return [];
  const name = recurrence.kind;
  if (!isReadable(recurrence))
    return [
      issue(
        name,
        name === 'cron' ? 'cron must be a line of five fields' : 'rrule must be a rule of RFC 5545',
      ),
    ];
  const times = firstTimes(recurrence, from).map((time) => time.getTime());
  if (times.some((time, index) => index > 0 && time - (times[index - 1] ?? 0) < LEAST_GAP_MS))
    return [issue(name, `${name} must leave at least 15 minutes between two times`)];
  return [];
}

export function isRecurring(schedule: CampaignSchedule | null): schedule is CampaignSchedule {
  return schedule !== null && (schedule.cron !== undefined || schedule.rrule !== undefined);
}

/** The start date that is said: itself, or the first time of a schedule; undefined where neither is said, null where there is none. */
export function startDateOf(said: {
  readonly start_date?: string | null | undefined;
  readonly schedule?: CampaignSchedule | null | undefined;
}): string | null | undefined {
  const { start_date, schedule } = said;
  if (start_date) return start_date;
  if (!schedule) return given(schedule, start_date);
  return nextRun(schedule, new Date())?.runAt.toISOString() ?? null;
}

/** The first start after a moment, until `end` where there is one; null when there is none. What happens once counts whenever it is. */
export function nextRun(
  schedule: CampaignSchedule,
  after: Date,
  end: string | null = null,
): CampaignRun | null {
  const recurrence = recurrenceOf(schedule);
  if (!recurrence) return startOf(schedule, onceAt(schedule));
  const begin = beginOf(schedule);
  // Recurrences come on whole seconds.
  const first = begin ? begin.setMilliseconds(0) - 1 : 0;
  const from = new Date(Math.max(after.getTime(), first));
  const found = timesAfter(schedule, recurrence, from).next().value;
  if (!found || (end !== null && found > new Date(end))) return null;
  return startOf(schedule, found);
}

/** The run that is to begin at a moment. */
export function runDueAt(schedule: CampaignSchedule, startAt: Date): CampaignRun | null {
  const recurrence = recurrenceOf(schedule);
  if (!recurrence) return startOf(schedule, onceAt(schedule));
  for (const at of timesAfter(schedule, recurrence, new Date(startAt.getTime() - 1))) {
    const run = startOf(schedule, at);
    if (run.startAt >= startAt) return run;
  }
  return null;
}

/**
 * Of the starts from `due` that should have been by `now`, the latest, and how many come before it. One that was still to come when the
 * campaign was set to wait (`since`), and should have begun by then, passes over none before it.
 */
export function latestDue(
  schedule: CampaignSchedule,
  due: CampaignRun,
  now: Date,
  since = NEVER,
): { latest: CampaignRun; passedOver: number } {
  const recurrence = recurrenceOf(schedule);
  let latest = due;
  let passedOver = 0;
  if (!recurrence) return { latest, passedOver };
  let behind = 0;
  for (const at of timesAfter(schedule, recurrence, due.runAt)) {
    const run = startOf(schedule, at);
    if (run.startAt > now) break;
    behind += 1;
    if (couldStartAt(run, since) > run.startAt) continue;
    latest = run;
    passedOver = behind;
  }
  return { latest, passedOver };
}

/** When a run of a campaign that waits since a moment could first begin: its start, or that moment where it was still to come then. */
export function couldStartAt({ runAt, startAt }: CampaignRun, since: Date): Date {
  return runAt > since && since > startAt ? since : startAt;
}

/** Whether a start comes too late for a campaign that would rather leave it out. */
export function isMissed(schedule: CampaignSchedule | null, startAt: Date, now: Date): boolean {
  if (schedule?.missed !== 'skip') return false;
  return now.getTime() - startAt.getTime() > (schedule.grace_minutes ?? GRACE_MINUTES) * 60_000;
}

/** The run for a time of the schedule. */
function startOf(schedule: CampaignSchedule, runAt: Date): CampaignRun {
  return {
    runAt,
    startAt: schedule.recipient_time ? instantOfWallTime(wallOf(schedule, runAt), FIRST_ZONE) : runAt,
  };
}

/** When clocks in a recipient's zone show the time of the run. */
export function timeOfRecipient(schedule: CampaignSchedule, runAt: Date, zone: string): Date {
  return instantOfWallTime(wallOf(schedule, runAt), zone);
}

export function zoneOf(schedule: CampaignSchedule): string {
  return schedule.timezone ?? 'UTC';
}

function wallOf(schedule: CampaignSchedule, runAt: Date): WallTime {
  const { at } = schedule;
  // A time in a gap of the schedule's own zone is shown as it was written where there is no gap.
  if (!isRecurring(schedule) && at !== undefined && isWallTime(at)) return parseWallTime(at);
  return wallTimeAt(runAt, zoneOf(schedule));
}

/** Times of the recurrence that are not taken out. */
function* timesAfter(
  schedule: CampaignSchedule,
  recurrence: Recurrence,
  after: Date,
): Generator<Date, undefined> {
  const out = new Set((schedule.exdates ?? []).map((time) => momentOf(time, zoneOf(schedule)).getTime()));
  for (const { at } of occurrencesAfter(recurrence, after)) if (!out.has(at.getTime())) yield at;
}

function onceAt(schedule: CampaignSchedule): Date {
  return beginOf(schedule) ?? new Date(0);
}

function beginOf(schedule: CampaignSchedule): Date | null {
  return schedule.at === undefined ? null : momentOf(schedule.at, zoneOf(schedule));
}

function momentOf(time: string, zone: string): Date {
  return isWallTime(time) ? instantOfWallTime(parseWallTime(time), zone) : new Date(time);
}

function recurrenceOf(schedule: CampaignSchedule): Recurrence | null {
  const { at, cron, rrule } = schedule;
  const zone = zoneOf(schedule);
  if (cron !== undefined) return { kind: 'cron', line: cron, zone };
  if (rrule === undefined || at === undefined) return null;
  const begin = isWallTime(at) ? parseWallTime(at) : wallTimeAt(new Date(at), zone);
  return { kind: 'rrule', rule: rrule, begin, zone };
}

function firstTimes(recurrence: Recurrence, from: Date): Date[] {
  const times: Date[] = [];
  for (const { at } of occurrencesAfter(recurrence, from)) if (times.push(at) === LOOKED_AT) break;
  return times;
}

function isWallTime(at: string): boolean {
  return at !== '' && !/(?:Z|[+-]\d\d:\d\d)$/.test(at);
}

function issue(field: string, message: string): FieldIssue {
  return { path: `schedule.${field}`, message };
}
