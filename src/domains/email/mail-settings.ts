import { MailSettingsInvalid } from './email.errors.js';

/** Between these times of day, in this time zone, nothing is sent; it waits for the end. */
export interface QuietHours {
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
}

/** At most so many mails to one address of one owner in so many hours, whatever the campaign. */
interface FrequencyCap {
  readonly max: number;
  readonly hours: number;
}

/** How a mailing is sent. */
export interface MailSettings {
  readonly frequencyCap?: FrequencyCap;
  readonly quietHours?: QuietHours;
  readonly throttlePerMinute?: number;
  readonly trackOpens: boolean;
  readonly trackClicks: boolean;
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/**
 * Reads `frequency_cap`, `quiet_hours`, `throttle_per_minute`, `track_opens` and `track_clicks`; other keys are somebody
 * else's. Throws `email/settings-invalid` for a value that cannot be followed.
 */
export function readMailSettings(given: Readonly<Record<string, unknown>>): MailSettings {
  const frequencyCap = readFrequencyCap(given['frequency_cap']);
  const quietHours = readQuietHours(given['quiet_hours']);
  const throttlePerMinute = given['throttle_per_minute'] ?? undefined;
  return {
    ...(frequencyCap && { frequencyCap }),
    ...(quietHours && { quietHours }),
    ...(throttlePerMinute !== undefined && {
      throttlePerMinute: wholeNumber('throttle_per_minute', throttlePerMinute, 1_000_000),
    }),
    trackOpens: flag('track_opens', given['track_opens']),
    trackClicks: flag('track_clicks', given['track_clicks']),
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
  const { start, end, timezone = 'UTC' } = given as Record<string, unknown>;
  if (typeof start !== 'string' || !TIME.test(start))
    throw problem('quiet_hours.start', 'a time such as 22:00');
  if (typeof end !== 'string' || !TIME.test(end)) throw problem('quiet_hours.end', 'a time such as 07:00');
  if (typeof timezone !== 'string' || !isTimezone(timezone))
    throw problem('quiet_hours.timezone', 'a time zone such as Europe/Oslo');
  return { start, end, timezone };
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
