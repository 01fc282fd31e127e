import { Transform, Type } from 'class-transformer';
import {
  Allow,
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsISO8601,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { Provenance } from '#platform/ai/provenance.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { EachIs } from '#platform/http/each-is.decorator';
import { FORMAT_NAMES } from './documents/document-format.js';
import { ClientInfoInput } from './drafts/generate-proposal.dto.js';
import { LONGEST_SECTION } from './drafts/proposal-draft.js';
import { IsCurrency, IsLocale } from './money/money.decorators.js';
import {
  ProposalBrandInput,
  ProposalPhaseInput,
  ProposalPriceInput,
  ProposalSectionInput,
  THREE_DECIMALS,
} from './proposal-parts.dto.js';
import { ProposalTotals } from './proposal.answers.dto.js';
import { PROPOSAL_STATUSES, type ProposalStatus } from './proposal-state.js';
import { Line, OptionalLine, TextMap } from './text.decorators.js';

/** What a client may send back because it was in our answer; it is not read. */
class ProposalEcho {
  @Allow()
  id?: string;

  @Allow()
  template_type?: string;

  @Allow()
  totals?: ProposalTotals;

  @Allow()
  value?: number;

  @Allow()
  version?: number;

  @Allow()
  ai?: boolean;

  @Allow()
  provenance?: Provenance | null;

  @Allow()
  created_at?: string;

  @Allow()
  updated_at?: string;

  @Allow()
  saved_at?: string;

  @Allow()
  sent_at?: string | null;

  @Allow()
  decided_at?: string | null;
}

/**
 * What changes about a proposal. What is left out stays; lists are replaced; `content` and `terms` change key by key, and
 * null takes a key out. A proposal may be sent back as it was answered: what cannot be changed in it is not read.
 */
export class ProposalChanges extends ProposalEcho {
  @MayBeLeftOut()
  @Line(200)
  client_name?: string;

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => ClientInfoInput)
  client_info?: ClientInfoInput;

  /** The sections of the document in their order, each once. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(40)
  @EachIs(() => ProposalSectionInput)
  sections?: ProposalSectionInput[];

  /** Texts by section, 20,000 characters each and 100,000 together. @example { "executive_summary": "You asked for more customers." } */
  @MayBeLeftOut()
  @TextMap({ entries: 60, longest: LONGEST_SECTION, removable: true })
  content?: Record<string, string | null>;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(200)
  @EachIs(() => ProposalPriceInput)
  pricing?: ProposalPriceInput[];

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @EachIs(() => ProposalPhaseInput)
  timeline?: ProposalPhaseInput[];

  /** @example { "payment_terms": "50% upfront, 50% on completion." } */
  @MayBeLeftOut()
  @TextMap({ entries: 40, longest: 2_000, removable: true })
  terms?: Record<string, string | null>;

  /** ISO 4217. Prices keep their numbers. @example 'EUR' */
  @MayBeLeftOut()
  @IsCurrency()
  currency?: string;

  /** BCP 47: how amounts and dates are written. @example 'en-GB' */
  @MayBeLeftOut()
  @IsLocale()
  locale?: string;

  /** Taken off the subtotal, in percent. @example 5 */
  @MayBeLeftOut()
  @IsNumber(THREE_DECIMALS)
  @Min(0)
  @Max(100)
  discount_percent?: number;

  /** Put on top of what the discount leaves, in percent. @example 20 */
  @MayBeLeftOut()
  @IsNumber(THREE_DECIMALS)
  @Min(0)
  @Max(100)
  tax_percent?: number;

  /** What the tax is called; null means "Tax". @example 'VAT' */
  @OptionalLine(60)
  tax_label?: string | null;

  /** The last day on which the client may accept; null for none. @example '2027-01-31' */
  @IsOptional()
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d\d-\d\d$/, { message: 'valid_until must be a day such as 2027-01-31' })
  valid_until?: string | null;

  /** Whose proposal it is; null for nobody's. Not kept in versions. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProposalBrandInput)
  brand?: ProposalBrandInput | null;

  /** Moves the proposal as `PATCH …/status` does, after the other changes. @example 'sent' */
  @MayBeLeftOut()
  @IsIn(PROPOSAL_STATUSES)
  status?: ProposalStatus;

  /** The version the changes were made to: 409 when there is a newer one. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000_000)
  expected_version?: number | null;
}

export class ProposalStatusChange {
  /** @example 'sent' */
  @IsIn(PROPOSAL_STATUSES)
  status!: ProposalStatus;
}

/** Which proposals are wanted. */
export class ProposalQuery extends PageQuery {
  /** Only those with this status. */
  @IsOptional()
  @IsIn(PROPOSAL_STATUSES)
  status?: ProposalStatus;

  /** Only those whose client's name contains this, in capitals or not. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  client?: string;
}

/** In which format, said in the query or in the body; the body counts. */
export class ExportWish {
  /** `pdf` or `word`; `docx` is another name of `word`. @example 'pdf' */
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @IsIn(FORMAT_NAMES)
  format?: (typeof FORMAT_NAMES)[number] | null;
}
