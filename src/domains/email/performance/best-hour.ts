import { normal } from '#kernel/normal';
import type { MailHour } from './mail-days.repository.js';

const SENT_AT_LEAST = 100;
const SENT_IN_HOUR_AT_LEAST = 30;
/** When mail is commonly said to be opened most: Tuesday, half past ten. */
const COMMON = { weekday: 2, hour: 10, minute: 30 } as const;

/** When to send. */
export interface BestHour {
  /** 0 is Sunday, UTC. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  /** How much more is opened than on average, in per cent; 0 when it is not known. */
  readonly improvement: number;
  /** How surely that is no chance, 0 to 99 per cent. */
  readonly confidence: number;
  /** Whether it is common advice, because too little has been sent to know better. */
  readonly estimated: boolean;
}

/**
 * The hour whose open rate stands out most from that of all other hours: the greatest z of a two-proportion test with pooled
 * variance. An hour needs 30 mails to be looked at, the whole 100; a best hour that is no better than the rest is no advice.
 */
export function bestHourOf(hours: readonly MailHour[]): BestHour {
  const sent = sum(hours, (hour) => hour.sent);
  const opened = sum(hours, (hour) => hour.opened);
  const judged = hours
    .filter((hour) => hour.sent >= SENT_IN_HOUR_AT_LEAST && hour.sent < sent)
    .map((hour) => ({ hour, z: standsOut(hour, sent - hour.sent, opened - hour.opened) }))
    .sort((a, b) => b.z - a.z);
  const [best] = judged;
  if (sent < SENT_AT_LEAST || !best || best.z <= 0)
    return { ...COMMON, improvement: 0, confidence: 0, estimated: true };
  const { weekday, hour } = best.hour;
  const rate = best.hour.opened / best.hour.sent;
  return {
    weekday,
    hour,
    minute: 0,
    improvement: Math.round((rate / (opened / sent) - 1) * 100),
    confidence: Math.min(99, Math.floor(normal(best.z) * 100)),
    estimated: false,
  };
}

function standsOut(hour: MailHour, otherSent: number, otherOpened: number): number {
  const pooled = (hour.opened + otherOpened) / (hour.sent + otherSent);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / hour.sent + 1 / otherSent));
  return deviation === 0 ? 0 : (hour.opened / hour.sent - otherOpened / otherSent) / deviation;
}

function sum(hours: readonly MailHour[], of: (hour: MailHour) => number): number {
  return hours.reduce((total, hour) => total + of(hour), 0);
}
