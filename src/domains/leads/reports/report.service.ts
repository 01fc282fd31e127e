import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import type { LeadOverview, LeadStats } from '../lead.answers.dto.js';
import { type LeadDay, type LeadSums, ReportRepository } from './report.repository.js';

/** Leads in numbers. */
@Injectable()
export class ReportService {
  constructor(private readonly reports: ReportRepository) {}

  overview(ownerId: string): Promise<LeadOverview> {
    return this.reports.overview(ownerId);
  }

  /** Over all leads of the owner, or those of one campaign. */
  stats(ownerId: string, campaignId?: string): Promise<LeadStats> {
    return this.reports.stats(ownerId, campaignId);
  }

  /** Leads that came in in a period, as they stand today. */
  sums(ownerId: string, period: Period): Promise<LeadSums> {
    return this.reports.sums(ownerId, period);
  }

  /** Leads by the day they came in, UTC, oldest first; days without leads are left out. */
  daily(ownerId: string, period: Period): Promise<LeadDay[]> {
    return this.reports.daily(ownerId, period);
  }
}
