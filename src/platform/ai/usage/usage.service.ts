import { Injectable } from '@nestjs/common';
import { UsageDaysUnfit } from '../ai.errors.js';
import { daysAfter, utcDay } from './usage-days.js';
import type { Usage, UsageFigures, UsageQuery } from './usage.dto.js';
import { UsageRepository, type UsageRow } from './usage.repository.js';

const DAYS_AT_MOST = 366;
const MICROS_PER_DOLLAR = 1_000_000;

/** What an owner's calls used and cost. */
@Injectable()
export class UsageService {
  constructor(private readonly usage: UsageRepository) {}

  async totals(ownerId: string, query: UsageQuery): Promise<Usage> {
    const to = query.to ?? utcDay(new Date());
    const from = query.from ?? daysAfter(to, -29);
    if (from > to || daysAfter(from, DAYS_AT_MOST - 1) < to) throw new UsageDaysUnfit(DAYS_AT_MOST);
    const [totals, ...groups] = await this.usage.totals(ownerId, { from, to, group: query.group });
    return {
      from,
      to,
      group: query.group,
      totals: figuresOf(totals ?? NOTHING),
      groups: groups.map((row) => ({ key: row.key ?? '', ...figuresOf(row) })),
    };
  }
}

const NOTHING: UsageRow = {
  key: null,
  calls: 0,
  failures: 0,
  input_tokens: 0,
  cached_input_tokens: 0,
  output_tokens: 0,
  cost_micros: 0,
  unpriced_calls: 0,
  latency_p50_ms: null,
  latency_p95_ms: null,
};

/** Where nothing was asked, nothing was spent; a cost is unknown only where a price is. */
function figuresOf(row: UsageRow): UsageFigures {
  const cost_micros = row.calls === 0 ? 0 : row.cost_micros;
  return {
    calls: row.calls,
    failures: row.failures,
    input_tokens: row.input_tokens,
    cached_input_tokens: row.cached_input_tokens,
    output_tokens: row.output_tokens,
    cost_micros,
    cost_usd: cost_micros === null ? null : cost_micros / MICROS_PER_DOLLAR,
    unpriced_calls: row.unpriced_calls,
    latency_p50_ms: row.latency_p50_ms,
    latency_p95_ms: row.latency_p95_ms,
  };
}
