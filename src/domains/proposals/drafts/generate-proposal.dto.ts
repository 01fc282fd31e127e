import { Type } from 'class-transformer';
import {
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { Line, Lines, OptionalAddress, OptionalLine, OptionalPassage } from '../text.decorators.js';
import { IsCurrency, IsLocale } from '../money/money.decorators.js';

const AMOUNT = { allowNaN: false, allowInfinity: false, maxDecimalPlaces: 4 };
const LARGEST_AMOUNT = 1_000_000_000;

/** Whom the proposal is for. */
export class ClientInfoInput {
  /** @example 'Harbour Bakery' */
  @Line(200)
  company_name!: string;

  /** @example 'Ada Okafor' */
  @OptionalLine(200)
  contact_name?: string | null;

  /** @example 'ada@harbour-bakery.example' */
  @OptionalAddress()
  email?: string | null;

  @OptionalLine(50)
  phone?: string | null;

  /** @example 'Food retail' */
  @OptionalLine(200)
  industry?: string | null;
}

/** What is wanted. */
export class ProjectDetailsInput {
  /** What it is about, in the client's words. @example 'More customers for the two new shops.' */
  @OptionalPassage(10_000)
  description?: string | null;

  /** What is part of the work and what is not. */
  @OptionalPassage(10_000)
  scope?: string | null;

  /** What will be done; those of the template when left out or empty. @example ['SEO', 'PPC Advertising'] */
  @IsOptional()
  @Lines(30, 200)
  services?: string[] | null;

  /** Weeks, or days for the template `trade_services`. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(260)
  duration?: number | null;

  /** Single things that the result must have. @example ['Online orders'] */
  @IsOptional()
  @Lines(50, 200)
  features?: string[] | null;
}

/** What the client wants to spend. Prices are made from `min`. */
export class BudgetRangeInput {
  /** Major units of the currency; 5000 when left out. */
  @IsOptional()
  @IsNumber(AMOUNT)
  @Min(0)
  @Max(LARGEST_AMOUNT)
  min?: number | null;

  /** Major units of the currency; 10000 when left out. */
  @IsOptional()
  @IsNumber(AMOUNT)
  @Min(0)
  @Max(LARGEST_AMOUNT)
  max?: number | null;
}

/**
 * What a proposal is to be made from. Either the short form (`client_name`, `project_description`, `scope`, `budget`,
 * `timeline`) or the long one (`client_info`, `project_details`, `call_transcript`, `budget_range`); where both say the
 * same, the long one counts.
 */
export class GenerateProposal {
  /** Short form: whom it is for. Needed without `client_info`. @example 'Harbour Bakery' */
  @ValidateIf(({ client_info, client_name }: GenerateProposal) => client_name !== undefined || !client_info)
  @Line(200)
  client_name?: string;

  /** Short form: what it is about. */
  @OptionalPassage(10_000)
  project_description?: string | null;

  /** Short form: what is part of the work. */
  @OptionalPassage(10_000)
  scope?: string | null;

  /** Short form: what the client wants to spend, in major units of the currency. @example 8000 */
  @IsOptional()
  @IsNumber(AMOUNT)
  @Min(0)
  @Max(LARGEST_AMOUNT)
  budget?: number | null;

  /** Short form: how long it may take, such as `6 weeks`; other words are kept as the client's wish. */
  @OptionalLine(200)
  timeline?: string | null;

  /** A built-in template or the id of one of yours; `general_business` when left out. @example 'digital_marketing' */
  @IsOptional()
  @IsString()
  @MaxLength(60)
  @Matches(/^[\w-]+$/)
  template_type?: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ClientInfoInput)
  client_info?: ClientInfoInput | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProjectDetailsInput)
  project_details?: ProjectDetailsInput | null;

  /** What was said in a call with the client. Needs, dates and decisions are taken from it. */
  @OptionalPassage(60_000)
  call_transcript?: string | null;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => BudgetRangeInput)
  budget_range?: BudgetRangeInput | null;

  /** ISO 4217. @example 'EUR' */
  @IsOptional()
  @IsCurrency()
  currency?: string | null;

  /** BCP 47: how amounts and dates are written. @example 'en-GB' */
  @IsOptional()
  @IsLocale()
  locale?: string | null;
}
