import { IsIn, IsOptional } from 'class-validator';
import { PageQuery } from '#platform/http/page-query';
import { INSIGHT_LEVELS, type InsightLevel, REPORT_TYPES, type ReportType } from './analytics.answers.dto.js';

export class InsightQuery extends PageQuery {
  /** Only insights of this level. */
  @IsOptional()
  @IsIn(INSIGHT_LEVELS)
  level?: InsightLevel;
}

export class ReportQuery extends PageQuery {
  /** Only reports of this type. */
  @IsOptional()
  @IsIn(REPORT_TYPES)
  type?: ReportType;
}
