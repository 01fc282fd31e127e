import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { DefaultBudget } from './budget.dto.js';
import { BudgetRepository } from './budget.repository.js';

const MICROS_PER_CENT = 10_000;
const WARN_PERCENT = 80;
const FRESH_FOR_MS = 15_000;
const REMEMBERED_AT_MOST = 50_000;

/** What one user may spend a day. */
export interface Budget {
  /** Null for no limit. */
  readonly limitMicros: number | null;
  readonly warnPercent: number;
  /** Whether calls with the user's own keys count too. */
  readonly ownKeys: boolean;
}

/** The budget of each user: what administrators have set for them, else for all, else the setting's. What they change elsewhere is seen 15 s later at most. */
@Injectable()
export class BudgetBook {
  private readonly remembered = new Map<string, { budget: Promise<Budget>; until: number }>();

  constructor(
    private readonly budgets: BudgetRepository,
    private readonly settings: Settings,
  ) {}

  of(userId: string): Promise<Budget> {
    const known = this.remembered.get(userId);
    if (known && known.until > Date.now()) return known.budget;
    if (this.remembered.size >= REMEMBERED_AT_MOST) this.remembered.clear();
    const budget = this.read(userId);
    this.remembered.set(userId, { budget, until: Date.now() + FRESH_FOR_MS });
    budget.catch(() => this.forget(userId));
    return budget;
  }

  forget(userId: string): void {
    this.remembered.delete(userId);
  }

  forgetAll(): void {
    this.remembered.clear();
  }

  /** What holds for everybody else. */
  async ofOthers(): Promise<DefaultBudget> {
    const row = await this.budgets.findDefault();
    if (row) return { ...row, set_by: 'administrator' };
    const daily_cents = this.settings.AI_DAILY_BUDGET_CENTS;
    return { daily_cents, warn_percent: WARN_PERCENT, own_keys: false, set_by: 'environment' };
  }

  private async read(userId: string): Promise<Budget> {
    const row = await this.budgets.find(userId);
    const cents = row?.daily_cents ?? this.settings.AI_DAILY_BUDGET_CENTS;
    return {
      limitMicros: cents === 0 ? null : cents * MICROS_PER_CENT,
      warnPercent: row?.warn_percent ?? WARN_PERCENT,
      ownKeys: row?.own_keys ?? false,
    };
  }
}
