import { Injectable } from '@nestjs/common';
import { AiBudgetExceeded } from '../ai.errors.js';
import type { AiKeyOwner } from './ai-attempt.js';
import { AiUsageLog } from './ai-usage-log.js';
import { BudgetBook } from './budget-book.js';
import { Reservations } from './reservations.js';
import { nextMidnight, utcDay } from './usage-days.js';

/** Money set aside for one call. Settle it whatever becomes of the call; otherwise it comes back after 15 minutes. */
export interface AiReservation {
  /** So much of the day's budget is used that its owner should be told. */
  readonly warning: boolean;
  /** Millionths of a US dollar; 0 when nothing was spent, null when the price is unknown, which counts as the estimate. */
  settle(actualMicros: number | null): void;
}

const NOT_COUNTED: AiReservation = { warning: false, settle: () => undefined };

/** What users may spend a UTC day on AI, held before each call and over all instances. */
@Injectable()
export class AiBudgets {
  constructor(
    private readonly book: BudgetBook,
    private readonly reservations: Reservations,
    private readonly log: AiUsageLog,
  ) {}

  /**
   * Sets the estimate aside, in millionths of a US dollar, or throws `AiBudgetExceeded`. Without a limit nothing is asked
   * of the database, and what the call settles is only added up. A user's own key is not counted unless set so.
   */
  async reserve(
    userId: string,
    estimateMicros: number,
    { keyOwner = 'platform', at = new Date() }: { keyOwner?: AiKeyOwner; at?: Date } = {},
  ): Promise<AiReservation> {
    const { limitMicros, warnPercent, ownKeys } = await this.book.of(userId);
    if (keyOwner === 'user' && !ownKeys) return NOT_COUNTED;
    const day = utcDay(at);
    // Something is always asked for, so that a day that is used up is refused.
    const micros = Math.max(1, Math.ceil(estimateMicros));
    if (limitMicros === null) return this.reservation({ userId, day, micros, holdId: null }, false);
    const held = await this.reservations.hold({ userId, day, micros, limitMicros });
    if (!held) throw new AiBudgetExceeded().after((nextMidnight(at).getTime() - at.getTime()) / 1_000);
    const warning = held.usedMicros * 100 >= limitMicros * warnPercent;
    return this.reservation({ userId, day, micros, holdId: held.holdId }, warning);
  }

  private reservation(
    { userId, day, micros, holdId }: { userId: string; day: string; micros: number; holdId: string | null },
    warning: boolean,
  ): AiReservation {
    let settled = false;
    const settle = (actualMicros: number | null) => {
      if (settled) return;
      settled = true;
      const spentMicros = actualMicros === null ? micros : Math.max(0, Math.ceil(actualMicros));
      if (holdId === null && spentMicros === 0) return;
      this.log.settle({ userId, day, holdId, freedMicros: holdId === null ? 0 : micros, spentMicros });
    };
    return { warning, settle };
  }
}
