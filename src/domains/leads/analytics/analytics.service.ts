import { Injectable } from '@nestjs/common';
import { dayAfter } from '#kernel/period';
import type {
  LeadCounts,
  LeadDaysQuery,
  LeadsByCampaign,
  LeadsByDay,
  LeadsByForm,
  LeadsBySource,
} from './analytics.dto.js';
import { askedDays, type Days, toldDays } from './asked-days.js';
import { FigureRepository, type Grouping } from './figure.repository.js';
import { type CountsRow, NOBODY } from './figure-sql.repository.js';

const GROUPS_SHOWN = 100;

/** Leads that came in on some days, told apart by where and when. */
@Injectable()
export class AnalyticsService {
  constructor(private readonly figures: FigureRepository) {}

  async bySource(ownerId: string, query: LeadDaysQuery): Promise<LeadsBySource> {
    const days = askedDays(query);
    const { groups, others } = await this.grouped(ownerId, 'source', days);
    return {
      ...toldDays(days),
      sources: groups.map(({ key, counts }) => ({ source: key, ...counts })),
      others,
    };
  }

  async byForm(ownerId: string, query: LeadDaysQuery): Promise<LeadsByForm> {
    const days = askedDays(query);
    const { groups, others } = await this.grouped(ownerId, 'form', days);
    const names = await this.figures.formNames(
      ownerId,
      groups.flatMap(({ key }) => key || []),
    );
    const forms = groups.map(({ key, counts }) => {
      return { form_id: key || null, form_name: names.get(key) ?? null, ...counts };
    });
    return { ...toldDays(days), forms, others };
  }

  async byCampaign(ownerId: string, query: LeadDaysQuery): Promise<LeadsByCampaign> {
    const days = askedDays(query);
    const { groups, others } = await this.grouped(ownerId, 'campaign', days);
    const campaigns = groups.map(({ key, counts }) => ({ campaign_id: key || null, ...counts }));
    return { ...toldDays(days), campaigns, others };
  }

  async byDay(ownerId: string, query: LeadDaysQuery): Promise<LeadsByDay> {
    const asked = askedDays(query);
    const rows = await this.figures.days(ownerId, asked);
    const known = new Map(rows.map((row) => [row.day, row]));
    const days = [];
    for (let day = asked.from; day < asked.until; day = dayAfter(day, 1))
      days.push({ day, ...countsOf(known.get(day) ?? NOBODY) });
    return { ...toldDays(asked), days };
  }

  private async grouped(ownerId: string, grouping: Grouping, days: Days) {
    const rows = await this.figures.groups(ownerId, grouping, days, GROUPS_SHOWN);
    const others = rows.find(({ key }) => key === null);
    return {
      groups: rows.flatMap((row) => (row.key === null ? [] : { key: row.key, counts: countsOf(row) })),
      others: others ? countsOf(others) : null,
    };
  }
}

function countsOf({ leads, qualified, customers, lost, score_sum, scored }: CountsRow): LeadCounts {
  return {
    leads,
    qualified,
    customers,
    lost,
    conversion_rate: leads === 0 ? 0 : qualified / leads,
    average_score: scored === 0 ? null : Math.round((score_sum / scored) * 100) / 100,
  };
}
