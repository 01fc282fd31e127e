import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { isMailAddress } from '#kernel/address';
import { cleanLine, cleanText } from './plain-text.js';
import { SECTION_KEY } from './templates/template-definition.js';

/** Text on one line, 1 to so many characters once it is clean. */
export function Line(longest: number): PropertyDecorator {
  return applyDecorators(Cleaned(cleanLine), IsString(), MinLength(1), MaxLength(longest));
}

/** Text on one line; null, blank or left out where there is none. */
export function OptionalLine(longest: number): PropertyDecorator {
  return applyDecorators(Cleaned(cleanLine), IsOptional(), IsString(), MaxLength(longest));
}

/** Text of several lines; null, blank or left out where there is none. */
export function OptionalPassage(longest: number): PropertyDecorator {
  return applyDecorators(Cleaned(cleanText), IsOptional(), IsString(), MaxLength(longest));
}

/** At most so many texts of one line each; blank ones are dropped. */
export function Lines(most: number, longest: number): PropertyDecorator {
  return applyDecorators(
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? value.flatMap(filledLine) : value)),
    IsArray(),
    ArrayMaxSize(most),
    IsString({ each: true }),
    MaxLength(longest, { each: true }),
  );
}

/** One mail address, or blank where there is none. */
export function OptionalAddress(): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => value === '' || isMailAddress(value),
    defaultMessage: () => '$property must be a mail address',
  };
  return applyDecorators(Cleaned(cleanLine), IsOptional(), ValidateBy({ name: 'isAddress', validator }));
}

/** How large a map of texts may be. */
export interface TextMapLimits {
  readonly entries: number;
  readonly longest: number;
  /** Whether null may stand for a text: it removes the entry. */
  readonly removable?: boolean;
}

/** Texts by section or term: keys such as `executive_summary`. */
export function TextMap({ entries, longest, removable = false }: TextMapLimits): PropertyDecorator {
  const validator = {
    validate: (value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      const pairs = Object.entries(value);
      const fits = (text: unknown) =>
        (typeof text === 'string' && text.length <= longest) || (removable && text === null);
      return pairs.length <= entries && pairs.every(([key, text]) => SECTION_KEY.test(key) && fits(text));
    },
    defaultMessage: () =>
      `$property must be an object of at most ${entries} texts of at most ${longest} characters, with keys like executive_summary`,
  };
  const additionalProperties = { type: 'string', ...(removable && { nullable: true }) };
  return applyDecorators(
    Transform(cleanedTexts),
    ValidateBy({ name: 'textMap', validator }),
    ApiProperty({ type: 'object', additionalProperties }),
  );
}

function Cleaned(clean: (text: string) => string): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? clean(value) : value));
}

function cleanedTexts({ value }: { value: unknown }): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => [key, typeof text === 'string' ? cleanText(text) : text]),
  );
}

/** What is no text stays, to be refused. */
function filledLine(value: unknown): unknown[] {
  if (typeof value !== 'string') return [value];
  const line = cleanLine(value);
  return line === '' ? [] : [line];
}
