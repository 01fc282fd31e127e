import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { draw } from '../delivery/throttle.js';
import { AllowanceRepository, type AllowanceState } from './allowance.repository.js';

/** How much mail may pass a transport or an identity. */
export interface Limits {
  /** A transport or an identity. */
  readonly subjectId: string;
  readonly ownerId: string;
  readonly perMinute?: number | undefined;
  /** Mails of one day, UTC. */
  readonly perDay?: number | undefined;
}

/** Why nothing may pass, and until when. */
export interface Refusal {
  readonly reason: 'throttle' | 'daily_limit';
  readonly until: Date;
}

/** How much of a limit is used, and whether a mail could pass now. */
export interface Allowance extends Pick<Limits, 'perMinute' | 'perDay'> {
  /** Mails of this day, UTC; a process counts some before it sends them. */
  readonly used: number;
  readonly refusal: Refusal | undefined;
}

interface Purse {
  left: number;
  /** When what was taken is no longer for this day. */
  day: string;
}

const AT_ONCE = 50;
const DAY_MS = 86_400_000;

/** Takes a few mails' worth of a limit at a time, so that a process asks the database once for many mails and never passes a limit. */
@Injectable()
export class Allowances implements OnApplicationShutdown {
  private readonly purses = new Map<string, Purse>();
  private readonly refused = new Map<string, Refusal>();
  private readonly asking = new Map<string, Promise<Refusal | undefined>>();

  constructor(private readonly allowances: AllowanceRepository) {}

  /** Lets one mail pass; otherwise answers why not. */
  async take(limits: Limits): Promise<Refusal | undefined> {
    if (limits.perMinute === undefined && limits.perDay === undefined) return undefined;
    for (;;) {
      const purse = this.purses.get(limits.subjectId);
      if (purse && purse.left > 0 && purse.day === today()) {
        purse.left -= 1;
        return undefined;
      }
      const known = this.refused.get(limits.subjectId);
      if (known && known.until > new Date()) return known;
      const refusal = await this.filled(limits);
      if (refusal) return refusal;
    }
  }

  /** What `take` would answer now, with nothing taken. */
  async look(limits: Limits): Promise<Allowance> {
    const { subjectId, perMinute, perDay } = limits;
    const state = await this.allowances.read(subjectId);
    const told = { perMinute, perDay, used: state.used };
    const purse = this.purses.get(subjectId);
    if (purse && purse.left > 0 && purse.day === today()) return { ...told, refusal: undefined };
    const isLimited = perMinute !== undefined || perDay !== undefined;
    const known = isLimited ? this.refused.get(subjectId) : undefined;
    if (known && known.until > new Date()) return { ...told, refusal: known };
    return { ...told, refusal: refusalOf(portion(state, limits)) };
  }

  /** The mail that was let pass was not sent. */
  giveBack({ subjectId }: Limits): void {
    const purse = this.purses.get(subjectId);
    if (purse) purse.left += 1;
  }

  /** What was taken and not used today is there for others. */
  async onApplicationShutdown(): Promise<void> {
    const left = [...this.purses].flatMap(([subjectId, { left: count, day }]) =>
      count > 0 && day === today() ? [{ subjectId, count }] : [],
    );
    this.purses.clear();
    if (left.length > 0) await this.allowances.giveBack(left).catch(() => undefined);
  }

  private filled(limits: Limits): Promise<Refusal | undefined> {
    const { subjectId } = limits;
    const asked =
      this.asking.get(subjectId) ?? this.fill(limits).finally(() => this.asking.delete(subjectId));
    this.asking.set(subjectId, asked);
    return asked;
  }

  private async fill(limits: Limits): Promise<Refusal | undefined> {
    const { subjectId, ownerId } = limits;
    const taken = await this.allowances.change(ownerId, subjectId, (state) => portion(state, limits));
    const refusal = refusalOf(taken);
    if (refusal) this.refused.set(subjectId, refusal);
    else {
      this.refused.delete(subjectId);
      this.purses.set(subjectId, { left: taken.take, day: today() });
    }
    return refusal;
  }
}

/** What may be taken at once, and what it leaves. */
function portion({ tokens, elapsed, used }: AllowanceState, { perMinute, perDay }: Limits) {
  const today = perDay === undefined ? AT_ONCE : Math.max(0, perDay - used);
  const wanted = Math.min(AT_ONCE, today);
  if (perMinute === undefined) return { take: wanted, tokens, used: used + wanted, wait: 0, today };
  const bucket = draw({ tokens, elapsed }, perMinute, wanted);
  return { ...bucket, used: used + bucket.take, today };
}

function refusalOf({ take, today, wait }: ReturnType<typeof portion>): Refusal | undefined {
  if (take > 0) return undefined;
  return today === 0
    ? { reason: 'daily_limit', until: tomorrow() }
    : { reason: 'throttle', until: new Date(Date.now() + wait * 1_000) };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function tomorrow(): Date {
  return new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS);
}
