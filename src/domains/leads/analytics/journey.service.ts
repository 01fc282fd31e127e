import { Injectable } from '@nestjs/common';
import { dayAfter } from '#kernel/period';
import {
  type CohortShares,
  FUNNEL_STAGES,
  type LeadCohorts,
  type LeadCohortsQuery,
  type LeadDaysQuery,
  type LeadFunnel,
  type LeadPace,
  type LeadPaces,
  type LeadVelocity,
} from './analytics.dto.js';
import { askedCohorts, askedDays, toldDays, today } from './asked-days.js';
import { cohortAfter } from './cohort-span.js';
import { type CohortRow, JourneyRepository, type PaceRow } from './journey.repository.js';

const SOURCES_SHOWN = 100;
const NOTHING = { reached: 0, arrived: 0, median: null, p75: null, p90: null };

/** How far leads come, how long they take, and whether that changes. */
@Injectable()
export class JourneyService {
  constructor(private readonly journeys: JourneyRepository) {}

  async funnel(ownerId: string, query: LeadDaysQuery): Promise<LeadFunnel> {
    const days = askedDays(query);
    const rows = await this.journeys.reached(ownerId, days);
    const sum = (kind: string, state?: string) =>
      rows
        .filter((row) => row.kind === kind && (state === undefined || row.state === state))
        .reduce((leads, row) => leads + row.leads, 0);
    const all = sum('all');
    const reached = FUNNEL_STAGES.map((stage) => (stage === 'new' ? all : sum('reached', stage)));
    const stages = FUNNEL_STAGES.map((stage, place) => {
      const here = reached[place] ?? 0;
      return {
        stage,
        reached: here,
        of_previous: share(here, reached[place - 1] ?? all),
        of_all: share(here, all),
      };
    });
    return {
      ...toldDays(days),
      stages,
      lost: sum('all', 'lost'),
      disqualified: sum('all', 'disqualified'),
    };
  }

  async velocity(ownerId: string, query: LeadDaysQuery): Promise<LeadVelocity> {
    const days = askedDays(query);
    const rows = await this.journeys.paces(ownerId, days, SOURCES_SHOWN);
    const sources = new Set(rows.flatMap(({ source }) => source ?? []));
    return {
      ...toldDays(days),
      all: pacesOf(rows, null),
      sources: [...sources].map((source) => ({ source, ...pacesOf(rows, source) })),
    };
  }

  async cohorts(ownerId: string, query: LeadCohortsQuery): Promise<LeadCohorts> {
    const { by } = query;
    const days = askedCohorts(query);
    const rows = await this.journeys.cohorts(ownerId, by, days);
    const known = new Map(rows.map((row) => [row.starts, row]));
    const cohorts = [];
    for (let starts = days.from; starts < days.until; starts = cohortAfter(by, starts)) {
      const ends = cohortAfter(by, starts);
      const row = known.get(starts);
      cohorts.push({
        starts,
        leads: row?.leads ?? 0,
        qualified: sharesOf(row, 'qualified', ends),
        customer: sharesOf(row, 'customer', ends),
      });
    }
    return { ...toldDays(days), by, cohorts };
  }
}

function share(part: number, of: number): number | null {
  return of === 0 ? null : part / of;
}

function pacesOf(rows: readonly PaceRow[], source: string | null): LeadPaces {
  const pace = (stage: PaceRow['stage']): LeadPace => {
    const { reached, arrived, median, p75, p90 } =
      rows.find((row) => row.source === source && row.stage === stage) ?? NOTHING;
    return {
      reached,
      arrived,
      measured: reached - arrived,
      median_days: median,
      p75_days: p75,
      p90_days: p90,
    };
  };
  return { qualified: pace('qualified'), customer: pace('customer') };
}

/** Of a cohort that has come in before `ends`. */
function sharesOf(row: CohortRow | undefined, stage: 'qualified' | 'customer', ends: string): CohortShares {
  const within = (days: 7 | 30 | 90) =>
    row && dayAfter(ends, days) <= today() ? share(row[`${stage}_${days}`], row.leads) : null;
  return { within_7_days: within(7), within_30_days: within(30), within_90_days: within(90) };
}
