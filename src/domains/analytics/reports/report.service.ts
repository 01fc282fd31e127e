import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { Report, ReportSummary, ReportType } from '../analytics.answers.dto.js';
import type { ReportQuery } from '../analytics.dto.js';
import { ReportNotFound } from '../analytics.errors.js';
import { AnalyticsReportRepository } from './report.repository.js';

/** What is kept of a report. */
export type NewReport = Omit<Report, 'id' | 'created_at' | 'report_type'> & {
  readonly report_type: ReportType;
};

/** Reports over a period, kept as they were when they were made. */
@Injectable()
export class AnalyticsReports {
  constructor(private readonly reports: AnalyticsReportRepository) {}

  /** Ids are `report_<type>_<milliseconds>` and some letters, so that two owners never meet at one. */
  async keep(ownerId: string, report: NewReport): Promise<Report> {
    const id = `report_${report.report_type}_${Date.now()}_${newId().slice(-12)}`;
    return { ...report, id, ...(await this.reports.add(ownerId, { ...report, id })) };
  }

  list(ownerId: string, query: ReportQuery): Promise<Page<ReportSummary>> {
    return this.reports.list(ownerId, query);
  }

  async newest(ownerId: string, limit: number): Promise<ReportSummary[]> {
    return (await this.reports.list(ownerId, { limit })).items;
  }

  async get(ownerId: string, id: string): Promise<Report> {
    const report = await this.reports.find(ownerId, id);
    if (!report) throw new ReportNotFound();
    return report;
  }
}
