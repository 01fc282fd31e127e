import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
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
import { IsDay } from '#platform/http/day.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { AI_PROVIDERS, type AiProviderId } from '../ai-request.js';
import { AI_MODEL_KINDS, type AiModelKind } from './ai-model.js';

function Dollars(): PropertyDecorator {
  const number = { allowNaN: false, allowInfinity: false, maxDecimalPlaces: 6 };
  return applyDecorators(IsOptional(), IsNumber(number), Min(0), Max(100_000));
}

function Tokens(): PropertyDecorator {
  return applyDecorators(IsInt(), Min(1), Max(1_000_000_000));
}

/** What tokens cost, in US dollars; what is left out is unknown. */
class NewTokenPrice {
  /** For a million tokens of input. @example 0.25 */
  @Dollars()
  input_per_mtok?: number | null;

  /** For a million tokens of input that the provider still had. @example 0.025 */
  @Dollars()
  cached_input_per_mtok?: number | null;

  /** For a million tokens of input that the provider puts into its cache; left out, they cost what other input does. @example 0.3125 */
  @Dollars()
  cache_write_per_mtok?: number | null;

  /** For a million tokens of output. @example 2 */
  @Dollars()
  output_per_mtok?: number | null;
}

/** What every token costs once a request's input is longer than so many tokens. */
export class NewModelLongPrice extends NewTokenPrice {
  /** @example 272000 */
  @Tokens()
  above_tokens!: number;
}

/** What a model costs, in US dollars; what is left out is unknown. */
export class NewModelPrice extends NewTokenPrice {
  /** For one image. @example 0.04 */
  @Dollars()
  per_image?: number | null;

  /** For one second of video. @example 0.4 */
  @Dollars()
  per_second?: number | null;

  /** What long requests cost instead. */
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => NewModelLongPrice)
  long?: NewModelLongPrice | null;

  /** The day the price was read; today where an administrator does not say. @example '2026-11-29' */
  @IsOptional()
  @IsDay()
  priced_at?: string | null;
}

/** What differs in what a model can do. */
export class NewModelCapabilities {
  /** Takes images. Without it, requests with images are `ai/model-unable`. */
  @MayBeLeftOut()
  @IsBoolean()
  vision?: boolean;

  /** Can ask for tools. Without it, requests with tools are `ai/model-unable`. */
  @MayBeLeftOut()
  @IsBoolean()
  tools?: boolean;

  /** Answers in a given JSON shape by a mode of its own. Without it, the shape is told in words. */
  @MayBeLeftOut()
  @IsBoolean()
  structured?: boolean;

  /** Takes a temperature. Without it, none is sent. */
  @MayBeLeftOut()
  @IsBoolean()
  temperature?: boolean;

  /** Answers piece by piece. Without it, a stream is one piece. */
  @MayBeLeftOut()
  @IsBoolean()
  streaming?: boolean;

  /** Thinks before it answers: its thoughts have tokens of their own beside those of the answer, and are paid as output. */
  @MayBeLeftOut()
  @IsBoolean()
  thinks?: boolean;
}

/** What differs about a model; what is left out is as the catalogue has it. */
export class ModelOverride {
  /** Whose model it is: only with `kind`, to add one that the catalogue does not have. @example 'openai' */
  @MayBeLeftOut()
  @IsIn(AI_PROVIDERS)
  provider?: AiProviderId;

  /** What an added model makes. @example 'text' */
  @MayBeLeftOut()
  @IsIn(AI_MODEL_KINDS)
  kind?: AiModelKind;

  /** False switches the model off. */
  @MayBeLeftOut()
  @IsBoolean()
  active?: boolean;

  /** Makes it the default of its provider and kind, until another is. Only `true`. */
  @MayBeLeftOut()
  @IsIn([true])
  default?: boolean;

  /** Another id to send. It brings the price, limits and abilities of the model it names, or no price. @example 'gpt-5-mini-2025-08-07' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  @Matches(/^[\w.:/@-]+$/)
  api_id?: string;

  /** What it can do; what is left out of it stays as it is. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => NewModelCapabilities)
  capabilities?: NewModelCapabilities;

  /** Tokens of input and output together. @example 400000 */
  @MayBeLeftOut()
  @Tokens()
  context_tokens?: number;

  /** Tokens of an answer at most. @example 128000 */
  @MayBeLeftOut()
  @Tokens()
  max_output_tokens?: number;

  /** What it costs, all of it. */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => NewModelPrice)
  price?: NewModelPrice;

  /** Null where it is not. @example '2026-06-11' */
  @IsOptional()
  @IsDay()
  deprecated_since?: string | null;

  /** The day, in UTC, from which its provider no longer answers; null where none is known. @example '2026-12-11' */
  @IsOptional()
  @IsDay()
  retires_on?: string | null;

  /** The name of what is asked instead from then on, of the same provider and kind; null for nothing. @example 'gpt-6.1-terra' */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  replaced_by?: string | null;
}
