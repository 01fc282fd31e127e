import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { HoldRepository } from '../delivery/hold.repository.js';
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
  readonly day: string;
  /** Then what is left is given back. */
  readonly closing: NodeJS.Timeout;
}

interface KnownRefusal {
  readonly refusal: Refusal;
  /** Of other limits it says nothing. */
  readonly of: Limits;
  readonly at: number;
}

const AT_ONCE = 50;
/** Of what is left of a day a process takes no more than this part at once: so much at most is lost with one that is killed. */
const PART_AT_ONCE = 20;
const DAY_MS = 86_400_000;
const OPEN_MS = 5_000;
/** Longer than a purse is open, by the time it takes to give back what is in it. */
const RESERVED_SECONDS = 7;
/** For as long a refusal is believed without asking: others may have given something back. */
const BELIEVED_MS = 1_000;

/**
 * Takes a few mails' worth of a limit at a time, so that a process asks the database once for many mails and never passes a limit.
 * What it does not use within five seconds it gives back.
 */
@Injectable()
export class Allowances implements OnApplicationShutdown {
  private readonly purses = new Map<string, Purse>();
  private readonly refused = new Map<string, KnownRefusal>();
  private readonly asking = new Map<string, Promise<Refusal | undefined>>();

  constructor(
    private readonly allowances: AllowanceRepository,
    private readonly holds: HoldRepository,
  ) {}

  /** Lets one mail pass; otherwise answers why not. */
  async take(limits: Limits): Promise<Refusal | undefined> {
    if (limits.perMinute === undefined && limits.perDay === undefined) return undefined;
    for (;;) {
      const purse = this.purseOf(limits);
      if (purse) {
        purse.left -= 1;
        return undefined;
      }
      const refusal = this.known(limits) ?? (await this.filled(limits));
      if (refusal) return refusal;
    }
  }

  /** What `take` would answer now, with nothing taken. */
  async look(limits: Limits): Promise<Allowance> {
    const { subjectId, perMinute, perDay } = limits;
    const state = await this.allowances.read(subjectId);
    const told = { perMinute, perDay, used: state.used };
    if (this.purseOf(limits)) return { ...told, refusal: undefined };
    return { ...told, refusal: this.known(limits) ?? refusalOf(portion(state, limits)) };
  }

  /** The mail that was let pass was not sent. */
  giveBack({ subjectId }: Limits): void {
    this.put(subjectId, 1);
  }

  /** What was taken and not used today is there for others. */
  async onApplicationShutdown(): Promise<void> {
    await this.close([...this.purses.keys()]);
  }

  private purseOf({ subjectId }: Limits): Purse | undefined {
    const purse = this.purses.get(subjectId);
    return purse && purse.left > 0 && purse.day === today() ? purse : undefined;
  }

  private known(limits: Limits): Refusal | undefined {
    const known = this.refused.get(limits.subjectId);
    if (!known || known.refusal.until <= new Date() || Date.now() - known.at > BELIEVED_MS) return undefined;
    const isOfThese = known.of.perMinute === limits.perMinute && known.of.perDay === limits.perDay;
    return isOfThese ? known.refusal : undefined;
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
    const taken = await this.allowances.change(ownerId, subjectId, RESERVED_SECONDS, (state) =>
      portion(state, limits),
    );
    const refusal = refusalOf(taken);
    if (refusal) this.refused.set(subjectId, { refusal, of: limits, at: Date.now() });
    else {
      this.refused.delete(subjectId);
      this.put(subjectId, taken.take);
    }
    return refusal;
  }

  /** An open purse is closed when it would have been: nothing is kept for longer than others are told. */
  private put(subjectId: string, count: number): void {
    const purse = this.purses.get(subjectId);
    if (purse?.day === today()) {
      purse.left += count;
      return;
    }
    clearTimeout(purse?.closing);
    const closing = setTimeout(() => void this.close([subjectId]), OPEN_MS).unref();
    this.purses.set(subjectId, { left: count, day: today(), closing });
  }

  /** Gives back what is left. Mail that was held because nothing was is looked at again. */
  private async close(subjectIds: readonly string[]): Promise<void> {
    const left = subjectIds.flatMap((subjectId) => {
      const purse = this.purses.get(subjectId);
      this.purses.delete(subjectId);
      clearTimeout(purse?.closing);
      return purse && purse.left > 0 && purse.day === today() ? [{ subjectId, count: purse.left }] : [];
    });
    if (left.length === 0) return;
    try {
      const owners = await this.allowances.giveBack(left);
      if (owners.length > 0) await this.holds.release(owners, ['daily_limit']);
    } catch {
      // As good as used: fewer pass than might, never more.
    }
  }
}

/** What may be taken at once, and what it leaves. */
function portion({ tokens, elapsed, used, reserved }: AllowanceState, { perMinute, perDay }: Limits) {
  const left = perDay === undefined ? AT_ONCE * PART_AT_ONCE : Math.max(0, perDay - used);
  const wanted = Math.min(left, AT_ONCE, Math.max(1, Math.floor(left / PART_AT_ONCE)));
  const told = { isFull: left === 0, reserved };
  if (perMinute === undefined) return { take: wanted, tokens, used: used + wanted, wait: 0, ...told };
  const bucket = draw({ tokens, elapsed }, perMinute, wanted);
  return { ...bucket, used: used + bucket.take, ...told };
}

function refusalOf({ take, isFull, reserved, wait }: ReturnType<typeof portion>): Refusal | undefined {
  if (take > 0) return undefined;
  if (!isFull) return { reason: 'throttle', until: new Date(Date.now() + wait * 1_000) };
  return {
    reason: 'daily_limit',
    until: reserved > 0 ? new Date(Math.min(+tomorrow(), Date.now() + reserved * 1_000)) : tomorrow(),
  };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

function tomorrow(): Date {
  return new Date((Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS);
}
