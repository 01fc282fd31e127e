import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsUUID, MaxLength, MinLength } from 'class-validator';
import { OmitType, PickType } from '@nestjs/swagger';
import { IsInstant } from '#platform/http/instant.validator';
import { PageQuery } from '#platform/http/page-query';
import { QueryInt, QueryList } from '#platform/http/query';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { type Grade, GRADES } from '../filters/grade.js';
import {
  EMAIL_ISSUES,
  EMAIL_QUALITIES,
  type EmailIssue,
  type EmailQuality,
} from '../hygiene/address-findings.js';
import { LEAD_STATUSES, type LeadStatus } from '../lead.dto.js';
import { IsClean } from '../lead-field.validators.js';
import { tidyLine } from '../lead-text.js';
import { LEAD_SORTS, type LeadSort } from './lead-sort.js';

/** Which leads a list shows: those that fulfil everything that is named. */
export class LeadListQuery extends PageQuery {
  /** One status, or several as `status=new&status=contacted`. */
  @QueryList(8)
  @IsIn(LEAD_STATUSES, { each: true })
  status?: LeadStatus[];

  @IsOptional()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  source?: string;

  /** Only leads with at least this score. */
  @QueryInt(0, 100)
  min_score?: number;

  /** Only leads with at most this score. */
  @QueryInt(0, 100)
  max_score?: number;

  /** One grade, or several. */
  @QueryList(9)
  @IsIn(GRADES, { each: true })
  grade?: Grade[];

  /** One tag, or several as `tag=a&tag=b`. */
  @QueryList(50)
  @IsClean({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(100, { each: true })
  tag?: string[];

  /** Whether a lead must have `any` of the tags or `all` of them. */
  @MayBeLeftOut()
  @IsIn(['any', 'all'])
  tag_match: 'any' | 'all' = 'any';

  /** What the address is worth; one, or several. */
  @QueryList(3)
  @IsIn(EMAIL_QUALITIES, { each: true })
  email_quality?: EmailQuality[];

  /** What speaks against the address: leads with any of these. */
  @QueryList(4)
  @IsIn(EMAIL_ISSUES, { each: true })
  email_issue?: EmailIssue[];

  /** Only leads that are in this segment of yours. */
  @IsOptional()
  @IsUUID()
  segment_id?: string;

  @IsOptional()
  @IsUUID()
  form_id?: string;

  @IsOptional()
  @IsUUID()
  campaign_id?: string;

  /** Since this day or moment. @example '2026-11-01' */
  @IsOptional()
  @IsInstant()
  created_from?: string;

  /** Before this day or moment. @example '2026-12-01T00:00:00Z' */
  @IsOptional()
  @IsInstant()
  created_to?: string;

  /** Since this day or moment. */
  @IsOptional()
  @IsInstant()
  updated_from?: string;

  /** Before this day or moment. */
  @IsOptional()
  @IsInstant()
  updated_to?: string;

  /** Since this day or moment. */
  @IsOptional()
  @IsInstant()
  last_activity_from?: string;

  /** Before this day or moment. */
  @IsOptional()
  @IsInstant()
  last_activity_to?: string;

  /**
   * Whatever else a segment can ask, such as custom fields: the same tree as its `filter`, as JSON.
   * @example '{"field":"custom.plan","op":"is","value":"pro"}'
   */
  @IsOptional()
  @MinLength(2)
  @MaxLength(6_000)
  filter?: string;

  /**
   * A part of the name, address, company, title or industry, also misspelt: the best 1,000 of these leads, the best first
   * unless `sort` says otherwise.
   */
  @IsOptional()
  @Transform(tidied)
  @IsClean()
  @MinLength(1)
  @MaxLength(200)
  q?: string;

  /**
   * The order, with `-` from high to low; newest first unless said otherwise. Leads without the value come last. More than
   * 10,000 leads are sorted by `created_at`, `lead_score` and `email` only.
   */
  @IsOptional()
  @IsIn(LEAD_SORTS)
  sort?: LeadSort;
}

export class CapturedLeadQuery extends PickType(LeadListQuery, [
  'campaign_id',
  'form_id',
  'status',
  'sort',
  'limit',
  'cursor',
  'offset',
]) {}

export class LeadSearchQuery extends OmitType(LeadListQuery, ['q']) {
  /** A part of the name, address, company, title or industry, also misspelt: the best 1,000 leads, the best first. */
  @Transform(tidied)
  @IsClean()
  @MinLength(1)
  @MaxLength(200)
  q!: string;
}

function tidied({ value }: { value: unknown }): unknown {
  return typeof value === 'string' ? tidyLine(value) : value;
}
