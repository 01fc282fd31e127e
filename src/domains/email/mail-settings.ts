import { isMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import { withoutUndefined } from '#kernel/without-undefined';
import { BREAKER_DEFAULTS, type BreakerLimits } from './breaker/breaker-limits.js';
import { type Tracking, TRACKING } from './privacy/tracking.js';
import { MailSettingsInvalid } from './email.errors.js';

/** When nothing is sent, in this time zone: it waits for the end. */
export interface QuietHours {
  /** Between these times of day; both or neither are given. */
  readonly start?: string;
  readonly end?: string;
  readonly timezone: string;
  /** The only days on which mail leaves, 1 is Monday; all where they are left out. */
  readonly weekdays?: readonly number[];
  /** Dates on which none does, as `2026-12-25`. */
  readonly holidays?: readonly string[];
}

/** At most so many mails to one address of one owner in so many hours, whatever the campaign. */
export interface FrequencyCap {
  readonly max: number;
  readonly hours: number;
}

/** How a mailing is sent. */
export interface MailSettings {
  readonly frequencyCap?: FrequencyCap;
  readonly quietHours?: QuietHours;
  readonly throttlePerMinute?: number;
  /** When it pauses itself; never where absent. */
  readonly breaker?: BreakerLimits;
  /** What it is about: who does not want that topic is not written to. */
  readonly topicId?: string;
  /** How readers are counted, where they are. */
  readonly tracking: Tracking;
  readonly trackOpens: boolean;
  readonly trackClicks: boolean;
}

/** How what readers do is counted. */
export type Counting = Pick<MailSettings, 'tracking' | 'trackOpens' | 'trackClicks'>;

const HOLIDAYS_AT_MOST = 100;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/**
 * Reads `frequency_cap`, `quiet_hours`, `throttle_per_minute`, `topic_id`, `circuit_breaker`, `tracking`, `track_opens` and
 * `track_clicks`; other keys are somebody else's. Throws `email/settings-invalid` for a value that cannot be followed.
 */
export function readMailSettings(given: Readonly<Record<string, unknown>>): MailSettings {
  const frequencyCap = readFrequencyCap(given['frequency_cap']);
  const quietHours = readQuietHours(given['quiet_hours']);
  const throttlePerMinute = given['throttle_per_minute'] ?? undefined;
  const breaker = readBreaker(given['circuit_breaker']);
  const topicId = readTopic(given['topic_id']);
  const tracking = readTracking(given['tracking']);
  return {
    ...(frequencyCap && { frequencyCap }),
    ...(quietHours && { quietHours }),
    ...(breaker && { breaker }),
    ...(throttlePerMinute !== undefined && {
      throttlePerMinute: wholeNumber('throttle_per_minute', throttlePerMinute, 1_000_000),
    }),
    ...(topicId !== undefined && { topicId }),
    tracking,
    trackOpens: tracking !== 'off' && flag('track_opens', given['track_opens']),
    trackClicks: tracking !== 'off' && flag('track_clicks', given['track_clicks']),
  };
}

/** Those of a row, read while other owners' mail waits behind it: nothing for settings that cannot be followed. */
export function storedMailSettings(given: unknown): MailSettings | undefined {
  try {
    return readMailSettings(given as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

function readFrequencyCap(given: unknown): FrequencyCap | undefined {
  if (given === undefined || given === null) return undefined;
  const { max, hours } = given as Record<string, unknown>;
  return {
    max: wholeNumber('frequency_cap.max', max, 1_000),
    hours: wholeNumber('frequency_cap.hours', hours, 24 * 366),
  };
}

function readQuietHours(given: unknown): QuietHours | undefined {
  if (given === undefined || given === null) return undefined;
  const { start, end, timezone = 'UTC', weekdays, holidays } = given as Record<string, unknown>;
  if (typeof timezone !== 'string' || !isTimezone(timezone))
    throw problem('quiet_hours.timezone', 'a time zone such as Europe/Oslo');
  const days = {
    ...(weekdays != null && readWeekdays(weekdays)),
    ...(holidays != null && readHolidays(holidays)),
  };
  if (start === undefined && end === undefined && Object.keys(days).length > 0) return { timezone, ...days };
  if (typeof start !== 'string' || !TIME.test(start))
    throw problem('quiet_hours.start', 'a time such as 22:00');
  if (typeof end !== 'string' || !TIME.test(end)) throw problem('quiet_hours.end', 'a time such as 07:00');
  return { start, end, timezone, ...days };
}

function readWeekdays(given: unknown): Pick<QuietHours, 'weekdays'> {
  const days = Array.isArray(given) ? [...new Set<unknown>(given)] : [];
  const weekdays = days.filter(
    (day) => typeof day === 'number' && Number.isInteger(day) && day >= 1 && day <= 7,
  );
  if (weekdays.length > 0 && weekdays.length === days.length) return { weekdays: weekdays as number[] };
  throw problem('quiet_hours.weekdays', 'a list of numbers from 1 (Monday) to 7 (Sunday), with one at least');
}

function readHolidays(given: unknown): Pick<QuietHours, 'holidays'> {
  if (Array.isArray(given) && given.length <= HOLIDAYS_AT_MOST && given.every(isDate))
    return { holidays: given };
  throw problem('quiet_hours.holidays', `a list of at most ${HOLIDAYS_AT_MOST} dates such as 2026-12-25`);
}

/** Whether a calendar has such a day. */
function isDate(given: unknown): given is string {
  if (typeof given !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(given)) return false;
  const date = new Date(`${given}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(given);
}

/** `false` switches it off; a rate that is null is not watched. */
function readBreaker(given: unknown): BreakerLimits | undefined {
  if (given === false) return undefined;
  if (given !== undefined && given !== null && (typeof given !== 'object' || Array.isArray(given)))
    throw problem('circuit_breaker', 'an object, or false');
  const said = (given ?? {}) as Record<string, unknown>;
  const percent = (key: string, byDefault: number): number | undefined => {
    const value = said[key];
    if (value === undefined) return byDefault;
    if (value === null) return undefined;
    if (typeof value === 'number' && value > 0 && value <= 100) return value;
    throw problem(`circuit_breaker.${key}`, 'a percentage above 0 and up to 100, or null');
  };
  const { notify } = said;
  if (notify !== undefined && notify !== null && !isMailAddress(notify))
    throw problem('circuit_breaker.notify', 'a mail address');
  return withoutUndefined({
    hardBouncePercent: percent('hard_bounce_percent', BREAKER_DEFAULTS.hardBouncePercent),
    complaintPercent: percent('complaint_percent', BREAKER_DEFAULTS.complaintPercent),
    failurePercent: percent('failure_percent', BREAKER_DEFAULTS.failurePercent),
    minimumSample: wholeNumber(
      'circuit_breaker.minimum_sample',
      said['minimum_sample'] ?? BREAKER_DEFAULTS.minimumSample,
      1_000_000,
    ),
    notify: notify ?? undefined,
  }) as BreakerLimits;
}

function readTopic(given: unknown): string | undefined {
  if (given === undefined || given === null) return undefined;
  if (isUuid(given)) return given;
  throw problem('topic_id', 'the id of a topic');
}

function readTracking(given: unknown): Tracking {
  const tracking = TRACKING.find((one) => one === (given ?? 'individual'));
  if (!tracking) throw problem('tracking', TRACKING.join(', '));
  return tracking;
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format() !== '';
  } catch {
    return false;
  }
}

function wholeNumber(path: string, value: unknown, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw problem(path, `a whole number from 1 to ${most}`);
}

function flag(path: string, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'boolean') return value;
  throw problem(path, 'true or false');
}

function problem(path: string, wanted: string) {
  const message = `${path} must be ${wanted}.`;
  return new MailSettingsInvalid(message).withIssues([{ path: `settings.${path}`, message }]);
}
