import { Injectable } from '@nestjs/common';
import type { LeadOverview, LeadStats } from '../lead.answers.dto.js';
import { ReportRepository } from './report.repository.js';

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
}
