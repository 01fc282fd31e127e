import { zoneOfCountry } from '#kernel/country-zones';
import { isZone } from '#platform/clock/zone';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { planOf } from '#domains/campaigns/plan/campaign-plan';
import { nextRun, timeOfRecipient, zoneOf } from '#domains/campaigns/schedule/campaign-schedule';
import { countryCode } from '#domains/leads/hygiene/phone';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;

/** What is known of where a recipient is. */
export interface Whereabouts {
  readonly country?: unknown;
  readonly custom?: unknown;
}

/** When mail of the campaign is due at a recipient; undefined where it is at once. */
export type RecipientTime = (whereabouts: Whereabouts) => Date | undefined;

/** Settles for a launched campaign when each of its recipients is to be written to. */
export function recipientTimeOf(campaign: Campaign, now: Date): RecipientTime {
  const { schedule, settings } = planOf(campaign);
  const notBefore = momentIn(settings['email_send_time'], now);
  if (!schedule?.recipient_time) return () => notBefore;
  const runAt = campaign.run_at === null ? nextRun(schedule, now)?.runAt : new Date(campaign.run_at);
  if (!runAt) return () => notBefore;
  const byZone = new Map<string, Date>();
  return (whereabouts) => {
    const zone = zoneOfRecipient(whereabouts) ?? zoneOf(schedule);
    const due = byZone.get(zone) ?? timeOfRecipient(schedule, runAt, zone);
    byZone.set(zone, due);
    return notBefore && notBefore > due ? notBefore : due;
  };
}

/** The zone of a recipient by its own word, else by its country; undefined where neither says. */
export function zoneOfRecipient({ country, custom }: Whereabouts): string | undefined {
  const said = (custom as { timezone?: unknown } | null | undefined)?.timezone;
  if (typeof said === 'string' && isZone(said.trim())) return said.trim();
  const code = typeof country === 'string' ? countryCode(country) : undefined;
  return code && zoneOfCountry(code);
}

/** A moment to come that a setting names. */
function momentIn(setting: unknown, now: Date): Date | undefined {
  if (typeof setting !== 'string' || !INSTANT.test(setting)) return undefined;
  const moment = new Date(setting);
  return moment > now ? moment : undefined;
}
