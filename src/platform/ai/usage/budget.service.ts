import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { AiBudgetNotFound } from '../ai.errors.js';
import { BudgetBook } from './budget-book.js';
import type { BudgetOfToday, DefaultBudget, NewBudget, UserBudget } from './budget.dto.js';
import { BudgetRepository } from './budget.repository.js';
import { nextMidnight, utcDay } from './usage-days.js';

const MICROS_PER_DOLLAR = 1_000_000;

/** Budgets as their owners see them and as administrators set them. */
@Injectable()
export class BudgetService {
  constructor(
    private readonly budgets: BudgetRepository,
    private readonly book: BudgetBook,
  ) {}

  async today(ownerId: string, now = new Date()): Promise<BudgetOfToday> {
    const day = utcDay(now);
    const { limitMicros, warnPercent, ownKeys } = await this.book.of(ownerId);
    const { spent_micros, reserved_micros } = await this.budgets.used(ownerId, day);
    const used = spent_micros + reserved_micros;
    return {
      day,
      limit_micros: limitMicros,
      limit_usd: limitMicros === null ? null : limitMicros / MICROS_PER_DOLLAR,
      spent_micros,
      spent_usd: spent_micros / MICROS_PER_DOLLAR,
      reserved_micros,
      remaining_micros: limitMicros === null ? null : Math.max(0, limitMicros - used),
      warn_percent: warnPercent,
      warning: limitMicros !== null && used * 100 >= limitMicros * warnPercent,
      own_keys: ownKeys,
      resets_at: nextMidnight(now).toISOString(),
    };
  }

  list(wanted: { limit: number; cursor?: string; offset?: number }): Promise<Page<UserBudget>> {
    return this.budgets.list(wanted, utcDay(new Date()));
  }

  async set(adminId: string, userId: string, budget: NewBudget): Promise<UserBudget> {
    if (!isUuid(userId)) throw new AiBudgetNotFound(userId);
    await this.budgets.set(userId, budget, adminId);
    this.book.forget(userId.toLowerCase());
    const { items } = await this.budgets.list({ limit: 1 }, utcDay(new Date()), userId);
    const [set] = items;
    if (!set) throw new AiBudgetNotFound(userId);
    return set;
  }

  ofOthers(): Promise<DefaultBudget> {
    return this.book.ofOthers();
  }

  async setDefault(adminId: string, budget: NewBudget): Promise<DefaultBudget> {
    await this.budgets.setDefault(budget, adminId);
    this.book.forgetAll();
    return this.book.ofOthers();
  }

  /** Takes back the administrators' default, so that the setting's holds again. */
  async removeDefault(): Promise<DefaultBudget> {
    await this.budgets.removeDefault();
    this.book.forgetAll();
    return this.book.ofOthers();
  }

  /** Takes back what was set, so that the default holds again. */
  async remove(userId: string): Promise<void> {
    if (!isUuid(userId) || !(await this.budgets.remove(userId))) throw new AiBudgetNotFound(userId);
    this.book.forget(userId.toLowerCase());
  }
}
