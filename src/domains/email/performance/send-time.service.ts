import { Injectable } from '@nestjs/common';
import { isMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import { AudienceUnreadable } from '../email.errors.js';
import { type BestHour, bestHourOf } from './best-hour.js';
import type { LeadSendTime, SendTimeAdvice } from './send-time.dto.js';
import { leadHourOf, type OpenHour } from './send-time.js';
import { type Readers, SendTimeRepository } from './send-time.repository.js';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const CONSIDERED = ['lead_ids', 'emails', 'timezone'];
const MOST_READERS = 10_000;
const MOST_LEADS = 100;

/** When to send, from when mail was opened. */
@Injectable()
export class SendTimes {
  constructor(private readonly openings: SendTimeRepository) {}

  /** For an audience; where its openings are too few to tell, by those of all readers of the owner. */
  async advise(ownerId: string, audience: Readonly<Record<string, unknown>>): Promise<SendTimeAdvice> {
    if (typeof audience !== 'object' || audience === null || Array.isArray(audience))
      throw unreadable('audience', 'a JSON object');
    const timezone = timezoneOf(audience['timezone']);
    const readers: Readers = {
      leadIds: listOf('lead_ids', audience['lead_ids'], isUuid),
      emails: listOf('emails', audience['emails'], isMailAddress),
    };
    const isNarrow = readers.leadIds !== undefined || readers.emails !== undefined;
    const own = isNarrow ? await this.openings.sentByHour(ownerId, timezone, readers) : [];
    const best = bestHourOf(own);
    const all = best.estimated ? await this.openings.sentByHour(ownerId, timezone, {}) : [];
    const told = best.estimated ? bestHourOf(all) : best;
    const sum = (best.estimated ? all : own).reduce((total, { sent }) => total + sent, 0);
    return {
      optimal_time: clockOf(told),
      weekday: told.weekday,
      hour: told.hour,
      minute: told.minute,
      timezone,
      improvement: told.improvement,
      confidence: told.confidence,
      estimated: told.estimated,
      based_on: told.estimated ? 'common_advice' : best.estimated ? 'all_readers' : 'audience',
      mails_considered: told.estimated ? 0 : sum,
      leads: await this.ofLeads(ownerId, (readers.leadIds ?? []).slice(0, MOST_LEADS), timezone),
      not_considered: Object.keys(audience).filter((part) => !CONSIDERED.includes(part)),
    };
  }

  /** Around which hour each of the leads opens mail. */
  async ofLeads(ownerId: string, leadIds: readonly string[], timezone = 'UTC'): Promise<LeadSendTime[]> {
    if (leadIds.length === 0) return [];
    const [own, everybody] = await Promise.all([
      this.openings.opensOfLeads(ownerId, timezone, leadIds),
      this.openings.opensByHour(ownerId, timezone, {}),
    ]);
    return leadIds.map((lead_id) => {
      const opened = own.get(lead_id) ?? [];
      return { lead_id, ...leadHourOf(opened, everybody), opens: total(opened), timezone };
    });
  }
}

function total(hours: readonly OpenHour[]): number {
  return hours.reduce((sum, { opens }) => sum + opens, 0);
}

function clockOf({ weekday, hour, minute }: BestHour): string {
  const clock = `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${DAYS[weekday] ?? DAYS[2]} ${clock}`;
}

function listOf(
  part: string,
  value: unknown,
  is: (one: unknown) => one is string,
): readonly string[] | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.length <= MOST_READERS && value.every(is))
    return [...new Set<string>(value)];
  throw unreadable(part, `a list of at most ${MOST_READERS} ${part === 'emails' ? 'addresses' : 'ids'}`);
}

function timezoneOf(value: unknown): string {
  if (value === undefined) return 'UTC';
  try {
    if (typeof value === 'string')
      return new Intl.DateTimeFormat('en', { timeZone: value }).resolvedOptions().timeZone;
  } catch {
    // No zone: refused below.
  }
  throw unreadable('timezone', 'a time zone such as Europe/Oslo');
}

function unreadable(path: string, wanted: string) {
  return new AudienceUnreadable(path, wanted).withIssues([{ path, message: `must be ${wanted}` }]);
}
