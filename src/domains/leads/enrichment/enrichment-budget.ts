import { Injectable } from '@nestjs/common';
import { nextMidnight, utcDay } from '#platform/ai/usage/usage-days';
import { Settings } from '#platform/config/settings';
import { EnrichmentBudgetExceeded } from './enrichment.errors.js';
import { EnrichmentSpendRepository } from './enrichment-spend.repository.js';

/** What users may spend a UTC day with the platform's key, held before each question and over all instances. */
@Injectable()
export class EnrichmentBudget {
  constructor(
    private readonly spend: EnrichmentSpendRepository,
    private readonly settings: Settings,
  ) {}

  /**
   * Asks what costs so much, or throws `EnrichmentBudgetExceeded`. A question that failed has cost nothing; one that was broken
   * off may have been answered, and stays paid for.
   */
  async pay<Answer>(
    { ownerId, signal }: { ownerId: string; signal: AbortSignal },
    micros: number,
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const limit = this.settings.ENRICHMENT_DAILY_MICROS;
    if (limit === 0 || micros === 0) return ask();
    const at = new Date();
    const bill = { ownerId, day: utcDay(at), micros };
    if (!(await this.spend.take(bill, limit)))
      throw new EnrichmentBudgetExceeded().after((nextMidnight(at).getTime() - at.getTime()) / 1_000);
    try {
      return await ask();
    } catch (error) {
      if (!signal.aborted) await this.spend.giveBack(bill);
      throw error;
    }
  }
}
