import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsAddress, IsClean, OptionalLine, OptionalText } from './lead-field.validators.js';

export const LEAD_STATUSES = [
  'new',
  'contacted',
  'qualified',
  'opportunity',
  'customer',
  'lost',
  'disqualified',
  'converted',
] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

export const COMPANY_SIZES = ['1-10', '11-50', '51-200', '201-1000', '1000+'] as const;
export type CompanySize = (typeof COMPANY_SIZES)[number];

export const CONSENTS = ['granted', 'unknown', 'withdrawn'] as const;
export type Consent = (typeof CONSENTS)[number];

/** What a caller may say about a lead. */
export class LeadFields {
  /** The full name; the last word becomes the last name. */
  @OptionalLine(200)
  name?: string | null;

  @OptionalLine(200)
  first_name?: string | null;

  @OptionalLine(200)
  last_name?: string | null;

  @OptionalLine(50)
  phone?: string | null;

  /** Your own name for this person, such as the number in another system; no two of your leads share one. */
  @OptionalLine(200)
  external_id?: string | null;

  @OptionalLine(200)
  company?: string | null;

  @OptionalLine(200)
  job_title?: string | null;

  @OptionalLine(200)
  industry?: string | null;

  @IsOptional()
  @IsIn(COMPANY_SIZES)
  company_size?: CompanySize | null;

  @OptionalLine(100)
  country?: string | null;

  @IsOptional()
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(0)
  @Max(1e15)
  annual_revenue?: number | null;

  @MayBeLeftOut()
  @IsIn(LEAD_STATUSES)
  status?: LeadStatus;

  /** 0 cold, 100 ready to buy. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(100)
  lead_score?: number;

  /** Another name of `lead_score`. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(100)
  score?: number;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsClean({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(100, { each: true })
  tags?: string[];

  @OptionalText(10_000)
  notes?: string | null;

  /** Whether the person agreed to be written to; `withdrawn` is never mailed. */
  @MayBeLeftOut()
  @IsIn(CONSENTS)
  consent?: Consent;

  /** Whatever else is known, by keys of your own. */
  @MayBeLeftOut()
  @IsJsonObject()
  custom_fields?: Record<string, unknown>;
}

export class CreateLead extends LeadFields {
  /** @example 'ada@example.com' */
  @IsAddress()
  email!: string;

  /** Where the lead came from: `form`, `import`, `manual` or a word of your own. */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  source?: string;
}

/** What is left out stays as it is; null clears a field. */
export class UpdateLead extends LeadFields {
  @MayBeLeftOut()
  @IsAddress()
  email?: string;

  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  source?: string;
}

export class LeadStatsQuery {
  @IsOptional()
  @IsUUID()
  campaign_id?: string;
}
