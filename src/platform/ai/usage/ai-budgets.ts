import { Injectable } from '@nestjs/common';
import { AiBudgetExceeded, AiModelUnpriced } from '../ai.errors.js';
import type { AiModel } from '../models/ai-model.js';
import type { AiFailureKind } from '../providers/ai-failure.js';
import type { AiKeyOwner } from './ai-attempt.js';
import type { AiCharge, Counted } from './ai-charge.js';
import { AiUsageLog } from './ai-usage-log.js';
import { BudgetBook } from './budget-book.js';
import { type Held, Reservations } from './reservations.js';
import { type Hold, SpendRepository } from './spend.repository.js';
import { nextMidnight, utcDay } from './usage-days.js';

/** Money set aside for one call. Settle it whatever becomes of the call; otherwise it comes back after 15 minutes. */
export interface AiReservation {
  /** So much of the day's budget is used that its owner should be told. */
  readonly warning: boolean;
  /**
   * Millionths of a US dollar; 0 when nothing was spent, null when the price is unknown, which counts as the estimate.
   * Answers what was counted.
   */
  settle(actualMicros: number | null): Counted | null;
}

/** Who pays for which model, and when. */
interface Bill {
  readonly model: Pick<AiModel, 'name'>;
  readonly keyOwner?: AiKeyOwner;
  readonly at?: Date;
}

const NOT_COUNTED: AiReservation = { warning: false, settle: () => null };

/** What users may spend a UTC day on AI, held before each call and over all instances. */
@Injectable()
export class AiBudgets {
  constructor(
    private readonly book: BudgetBook,
    private readonly reservations: Reservations,
    private readonly spend: SpendRepository,
    private readonly log: AiUsageLog,
  ) {}

  /**
   * Sets the estimate aside, in millionths of a US dollar, or throws `AiBudgetExceeded`; where there is none, for want of a
   * price, `AiModelUnpriced`. Without a limit nothing is asked of the database, and what the call settles is only added up. A
   * user's own key is not counted unless set so.
   */
  async reserve(
    userId: string,
    estimateMicros: number | null,
    { model, keyOwner = 'platform', at = new Date() }: Bill,
  ): Promise<AiReservation> {
    const { limitMicros, warnPercent, ownKeys } = await this.book.of(userId);
    if (keyOwner === 'user' && !ownKeys) return NOT_COUNTED;
    const day = utcDay(at);
    const estimate = Math.ceil(estimateMicros ?? 0);
    if (limitMicros === null) return this.reservation({ userId, day, micros: estimate, holdId: null }, false);
    if (estimateMicros === null) throw new AiModelUnpriced(model.name);
    // Something is always asked for, so that a day that is used up is refused.
    const micros = Math.max(1, estimate);
    const wish = { userId, day, micros, limitMicros };
    const held = (await this.reservations.hold(wish)) ?? (await this.holdOnceWritten(wish));
    if (!held) throw new AiBudgetExceeded().after((nextMidnight(at).getTime() - at.getTime()) / 1_000);
    const warning = held.usedMicros * 100 >= limitMicros * warnPercent;
    return this.reservation({ userId, day, micros, holdId: held.holdId }, warning);
  }

  /**
   * Takes back what a call was charged that came to nothing later, once, however often and by whomever it is asked for. Its
   * row says what became of it.
   */
  async takeBack(userId: string, charge: AiCharge, outcome: AiFailureKind): Promise<void> {
    // Its row may still wait to be written.
    await this.log.flush();
    await this.spend.takeBack(userId, charge, outcome);
  }

  /** What earlier calls did not spend may still wait to be given back, as that of an attempt that has just failed. */
  private async holdOnceWritten(wish: Omit<Hold, 'id'>): Promise<Held | null> {
    await this.log.flush();
    return this.reservations.hold(wish);
  }

  private reservation(
    { userId, day, micros, holdId }: { userId: string; day: string; micros: number; holdId: string | null },
    warning: boolean,
  ): AiReservation {
    let settled = false;
    const settle = (actualMicros: number | null): Counted | null => {
      if (settled) return null;
      settled = true;
      const spentMicros = actualMicros === null ? micros : Math.max(0, Math.ceil(actualMicros));
      if (holdId !== null || spentMicros > 0)
        this.log.settle({ userId, day, holdId, freedMicros: holdId === null ? 0 : micros, spentMicros });
      return { day, micros: spentMicros };
    };
    return { warning, settle };
  }
}
