import { type QuietHours } from '#domains/email/mail-settings';
import { quietFrom, quietUntil } from '#domains/email/delivery/quiet-hours';

/** Mails that may leave from a moment on. */
export interface DueMails {
  readonly at: Date;
  readonly mails: number;
}

export interface VirtualPlan {
  readonly due: readonly DueMails[];
  /** Mails a second at most. */
  readonly perSecond: number;
  /** Mails of a day (UTC) at most, as `2026-12-01`; undefined where nothing limits it. */
  readonly onDay?: ((day: string) => number | undefined) | undefined;
  readonly quietHours?: QuietHours | undefined;
  /** What has not left by then is left over. */
  readonly until: Date;
}

export interface VirtualRun {
  /** Mails by the hour (UTC) in which they leave, in order. */
  readonly hours: ReadonlyMap<string, number>;
  readonly sent: number;
  readonly leftOver: number;
  /** When the last one leaves; null when none does. */
  readonly endsAt: Date | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Shares of a mail below this are how numbers are kept, not mails. */
const LESS_THAN_A_MAIL = 1e-6;

/** Sends mails on a clock of its own, by the quiet hours and the rate of delivery, from one moment something changes to the next. */
export function virtualRun({ due, perSecond, onDay, quietHours, until }: VirtualPlan): VirtualRun {
  const coming = due.filter(({ mails }) => mails > 0).sort((a, b) => a.at.getTime() - b.at.getTime());
  const hours = new Map<string, number>();
  const days = new Days(onDay);
  let [waiting, sent, next, now] = [0, 0, 0, 0];
  let endsAt: Date | null = null;
  for (;;) {
    if (waiting < LESS_THAN_A_MAIL) now = Math.max(now, coming[next]?.at.getTime() ?? Infinity);
    if (now >= until.getTime()) break;
    for (; (coming[next]?.at.getTime() ?? Infinity) <= now; next++) waiting += coming[next]?.mails ?? 0;
    const quiet = quietHours && quietUntil(quietHours, new Date(now));
    if (quiet) {
      now = quiet.getTime();
      continue;
    }
    const left = days.left(now);
    if (left < LESS_THAN_A_MAIL) {
      now = (Math.floor(now / DAY_MS) + 1) * DAY_MS;
      continue;
    }
    const change = Math.min(
      (Math.floor(now / HOUR_MS) + 1) * HOUR_MS,
      coming[next]?.at.getTime() ?? Infinity,
      (quietHours && quietFrom(quietHours, new Date(now))?.getTime()) ?? Infinity,
      until.getTime(),
    );
    const leaving = Math.min(waiting, left, ((change - now) / 1000) * perSecond);
    days.take(leaving);
    const hour = new Date(Math.floor(now / HOUR_MS) * HOUR_MS).toISOString();
    hours.set(hour, (hours.get(hour) ?? 0) + leaving);
    waiting -= leaving;
    sent += leaving;
    endsAt = new Date(now + (leaving / perSecond) * 1000);
    now = change;
  }
  const all = due.reduce((sum, { mails }) => sum + mails, 0);
  return { ...whole(hours), sent: Math.round(sent), leftOver: all - Math.round(sent), endsAt };
}

/** What of each day's limit is left; days come in their order. */
class Days {
  private day = '';
  private rest = Infinity;

  constructor(private readonly onDay: VirtualPlan['onDay']) {}

  left(now: number): number {
    if (!this.onDay) return Infinity;
    const day = new Date(now).toISOString().slice(0, 10);
    if (day !== this.day) this.rest = this.onDay(day) ?? Infinity;
    this.day = day;
    return this.rest;
  }

  take(mails: number): void {
    this.rest -= mails;
  }
}

/** Whole mails in each hour, so that their sum is the sum of all. */
function whole(hours: ReadonlyMap<string, number>): { hours: ReadonlyMap<string, number> } {
  const rounded = new Map<string, number>();
  let [exact, told] = [0, 0];
  for (const [hour, mails] of hours) {
    exact += mails;
    const here = Math.round(exact) - told;
    told += here;
    if (here > 0) rounded.set(hour, here);
  }
  return { hours: rounded };
}
