import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { newestFirst } from '#platform/database/newest-first';
import type { Insight, MetricFigure, Report, ReportSummary } from '../analytics.answers.dto.js';
import type { ReportQuery } from '../analytics.dto.js';
import { textsOf } from '../kept-text.js';

type ReportTimes = Pick<Report, 'created_at' | 'period_start' | 'period_end'>;

const SUMMARY = ['id', 'title', 'report_type', 'period_start', 'period_end', 'created_at'] as const;

@Injectable()
export class AnalyticsReportRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('analytics_reports');
  }

  /** Answers its times in the words in which they are read again. */
  add(ownerId: string, report: Omit<Report, 'created_at'>): Promise<ReportTimes> {
    const { metrics, insights, recommendations, provenance, ...columns } = report;
    return this.tables
      .insertInto('analytics_reports')
      .values({
        ...columns,
        user_id: ownerId,
        metrics: JSON.stringify(metrics),
        insights: JSON.stringify(insights),
        recommendations: JSON.stringify(recommendations),
        provenance: JSON.stringify(provenance),
      })
      .returning(['created_at', 'period_start', 'period_end'])
      .executeTakeFirstOrThrow();
  }

  /** Newest first. */
  list(ownerId: string, { type, ...page }: ReportQuery): Promise<Page<ReportSummary>> {
    let own = this.tables.selectFrom('analytics_reports').select(SUMMARY).where('user_id', '=', ownerId);
    if (type !== undefined) own = own.where('report_type', '=', type);
    return newestFirst(own, page, { column: 'id', holds: 'text' });
  }

  async find(ownerId: string, id: string): Promise<Report | undefined> {
    const row = await this.tables
      .selectFrom('analytics_reports')
      .select([...SUMMARY, 'metrics', 'insights', 'executive_summary', 'recommendations', 'provenance'])
      .where('user_id', '=', ownerId)
      .where('id', '=', id)
      .executeTakeFirst();
    return (
      row && {
        ...row,
        metrics: (Array.isArray(row.metrics) ? row.metrics : []) as MetricFigure[],
        insights: (Array.isArray(row.insights) ? row.insights : []) as Insight[],
        recommendations: textsOf(row.recommendations),
        provenance: row.provenance as Report['provenance'],
      }
    );
  }
}
