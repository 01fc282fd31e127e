import { Type } from 'class-transformer';
import { IsNumber, IsObject, IsOptional, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import { Line, Lines, OptionalLine, OptionalPassage } from './text.decorators.js';
import { SECTION_KEY } from './templates/template-definition.js';

export const THREE_DECIMALS = { allowNaN: false, allowInfinity: false, maxDecimalPlaces: 3 };
const FOUR_DECIMALS = { ...THREE_DECIMALS, maxDecimalPlaces: 4 };
const COLOUR = /^#[0-9a-f]{6}$/i;

export class ProposalSectionInput {
  /** The key of its text in `content`. @example 'executive_summary' */
  @IsString()
  @Matches(SECTION_KEY)
  id!: string;

  /** @example 'Summary' */
  @Line(120)
  title!: string;
}

export class ProposalPriceInput {
  /** @example 'Core implementation' */
  @Line(200)
  item!: string;

  @OptionalPassage(1_000)
  description?: string | null;

  /** For one, in major units of the currency and no more decimals than it has. @example 3000 */
  @IsNumber(FOUR_DECIMALS)
  @Min(0)
  @Max(1_000_000_000)
  price!: number;

  /** With at most three decimals; 1 when left out. @example 1 */
  @IsOptional()
  @IsNumber(THREE_DECIMALS)
  @Min(0)
  @Max(100_000)
  quantity?: number | null;
}

export class ProposalPhaseInput {
  /** @example 'Discovery and planning' */
  @Line(200)
  phase!: string;

  /** @example '1 week' */
  @OptionalLine(100)
  duration?: string | null;

  /** @example ['Project plan'] */
  @IsOptional()
  @Lines(20, 300)
  deliverables?: string[] | null;
}

export class ProposalColorsInput {
  /** @example '#1f3a5f' */
  @IsOptional()
  @Matches(COLOUR, { message: 'primary must be a colour such as #1f3a5f' })
  primary?: string | null;

  /** @example '#c8743c' */
  @IsOptional()
  @Matches(COLOUR, { message: 'accent must be a colour such as #c8743c' })
  accent?: string | null;
}

export class ProposalBrandInput {
  /** @example 'Northlight Studio' */
  @Line(200)
  name!: string;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ProposalColorsInput)
  colors?: ProposalColorsInput | null;
}
