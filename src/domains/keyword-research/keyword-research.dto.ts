import { applyDecorators } from '@nestjs/common';
import { OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  type ValidationOptions,
} from 'class-validator';
import { isKeyword } from '#platform/keyword-data/keyword-text';
import { PageQuery } from '#platform/http/page-query';
import { digits } from '#platform/http/query';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { competitorDomain } from './competitor-domain.js';

const blankToNothing = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;

/** A text that may be left out, null or blank. */
function OptionalShortText(longest: number): PropertyDecorator {
  return applyDecorators(Transform(blankToNothing), IsOptional(), IsString(), MaxLength(longest));
}

function IsKeyword(options: ValidationOptions = {}): PropertyDecorator {
  const validator = {
    validate: isKeyword,
    defaultMessage: () =>
      `${options.each ? 'each value in ' : ''}$property must be a keyword: at most 80 characters and 10 words, with a letter or digit`,
  };
  return ValidateBy({ name: 'isKeyword', validator }, options);
}

function IsDomain(): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => typeof value === 'string' && competitorDomain(value) !== undefined,
    defaultMessage: () =>
      '$property must be a domain such as example.com, without a scheme, a path or a port',
  };
  return ValidateBy({ name: 'isDomain', validator });
}

/** Where and in which language people search. */
export class MarketChoice {
  /** ISO 3166-1 code of a country; US when left out. @example 'US' */
  @OptionalShortText(10)
  location?: string | null;

  /** One of the languages searches are counted in there; the country's usual one when left out. @example 'en' */
  @OptionalShortText(10)
  language?: string | null;
}

export class ResearchRequest extends MarketChoice {
  /** What to start from: 1 to 50 keywords of at most 80 characters and 10 words. @example ['running shoes'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsKeyword({ each: true })
  seed_keywords!: string[];

  /** Kept with the research; it changes nothing in the figures. @example 'retail' */
  @OptionalShortText(80)
  industry?: string | null;
}

export class CompetitorRequest extends MarketChoice {
  /** A public domain, without a scheme, a path or a port. @example 'example.com' */
  @IsDomain()
  competitor_domain!: string;
}

export class TrendingRequest extends MarketChoice {
  /** What is to be around: marketing when left out. @example 'travel' */
  @Transform(blankToNothing)
  @IsOptional()
  @IsKeyword()
  industry?: string | null;
}

export class AnalysisRequest extends MarketChoice {
  /** 1 to 50 keywords of at most 80 characters and 10 words. @example ['running shoes'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsKeyword({ each: true })
  keywords!: string[];
}

export class SuggestionQuery extends MarketChoice {
  /** The keyword that the suggestions hold. @example 'running shoes' */
  @IsKeyword()
  query!: string;
}

/** Which part of the history is wanted, newest first. */
export class HistoryQuery extends OmitType(PageQuery, ['limit']) {
  /** How many researches at most; each holds up to 100 keywords. */
  @MayBeLeftOut()
  @Transform(digits)
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 20;
}
