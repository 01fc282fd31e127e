import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { FigureRepository, type OriginRow } from '../analytics/figure.repository.js';
import type { LeadOverview, LeadStats } from '../lead.answers.dto.js';

/** Leads that came in in a period, as they stand today. */
export interface LeadSums {
  readonly leads: number;
  readonly qualified: number;
  /** Mean score of those that have one, 1 to 100; null when none has. */
  readonly average_score: number | null;
}

/** Leads that came in on one day, UTC. */
export interface LeadDay {
  /** As `2026-11-27`. */
  readonly day: string;
  readonly leads: number;
  readonly qualified: number;
}

/** Leads in numbers. */
@Injectable()
export class ReportService {
  constructor(private readonly figures: FigureRepository) {}

  async overview(ownerId: string): Promise<LeadOverview> {
    const { leads, fresh, qualified } = await this.figures.total(ownerId);
    return {
      total_leads: leads,
      new_leads: fresh,
      qualified_leads: qualified,
      conversion_rate: leads === 0 ? 0 : qualified / leads,
    };
  }

  /** Over all leads of the owner, or those of one campaign. */
  async stats(ownerId: string, campaignId?: string): Promise<LeadStats> {
    return toStats(await this.figures.origins(ownerId, campaignId));
  }

  /** Leads that came in in a period, as they stand today. */
  async sums(ownerId: string, period: Period): Promise<LeadSums> {
    const { leads, qualified, score_sum, scored } = await this.figures.within(ownerId, period);
    return { leads, qualified, average_score: scored === 0 ? null : score_sum / scored };
  }

  /** Leads by the day they came in, UTC, oldest first; days without leads, and the day the period ends in, are left out. */
  async daily(ownerId: string, { from, to }: Period): Promise<LeadDay[]> {
    const days = await this.figures.days(ownerId, { from: from.slice(0, 10), until: to.slice(0, 10) });
    return days.map(({ day, leads, qualified }) => ({ day, leads, qualified }));
  }
}

const QUALIFIED = new Set(['qualified', 'opportunity', 'customer', 'converted']);

function toStats(rows: readonly OriginRow[]): LeadStats {
  const sum = (of: (row: OriginRow) => number) => rows.reduce((total, row) => total + of(row), 0);
  const counts = (keyOf: (row: OriginRow) => string) => {
    const found: Record<string, number> = {};
    for (const row of rows) found[keyOf(row)] = (found[keyOf(row)] ?? 0) + row.leads;
    return found;
  };
  const total = sum(({ leads }) => leads);
  const qualified = sum(({ status, leads }) => (QUALIFIED.has(status) ? leads : 0));
  const scored = sum((row) => row.scored);
  return {
    total_leads: total,
    by_status: counts(({ status }) => status),
    by_campaign: counts(({ campaign }) => campaign || 'unknown'),
    by_form: counts(({ form }) => form || 'unknown'),
    average_score: scored > 0 ? hundredths(sum(({ score_sum }) => score_sum) / scored) : 0,
    qualified_leads: qualified,
    conversion_rate: total > 0 ? hundredths((qualified / total) * 100) : 0,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
