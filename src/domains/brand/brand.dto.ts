import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { keyOf } from './check/words.js';
import { IsPhrase } from './phrase.validator.js';

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const HEX_MESSAGE = { message: '$property must be a colour such as #3B82F6' };
const spelling = (phrase: unknown): unknown => (typeof phrase === 'string' ? keyOf(phrase) : phrase);

/** Colours in hexadecimal; null takes one back. */
export class BrandColors {
  /** @example '#3b82f6' */
  @IsOptional()
  @Matches(HEX, HEX_MESSAGE)
  primary?: string | null;

  /** @example '#64748b' */
  @IsOptional()
  @Matches(HEX, HEX_MESSAGE)
  secondary?: string | null;

  /** @example '#f59e0b' */
  @IsOptional()
  @Matches(HEX, HEX_MESSAGE)
  accent?: string | null;

  /** @example '#ffffff' */
  @IsOptional()
  @Matches(HEX, HEX_MESSAGE)
  background?: string | null;

  /** @example '#0f172a' */
  @IsOptional()
  @Matches(HEX, HEX_MESSAGE)
  text?: string | null;
}

/** Names of font families; null takes one back. */
export class BrandFonts {
  /** @example 'Inter' */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  heading?: string | null;

  /** @example 'Source Serif 4' */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  body?: string | null;
}

/** Where the brand stands between two words, 0 to 100; null where that is open, so that nothing is checked. */
export class BrandTones {
  /** 0 formal, 100 casual. @example 70 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  formal_casual?: number | null;

  /** 0 serious, 100 funny. @example 30 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  serious_funny?: number | null;

  /** 0 respectful, 100 irreverent. @example 10 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  respectful_irreverent?: number | null;

  /** 0 matter-of-fact, 100 enthusiastic. @example 60 */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(100)
  matter_of_fact_enthusiastic?: number | null;
}

/** A word to be used, and those it is to be used in place of. */
export class BrandTerm {
  /** As it is to be written. @example 'customer' */
  @IsPhrase(100)
  term!: string;

  /** Case, accents and hyphens make no difference, unless it is only by these that they differ from the term. @example ['client', 'user'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @ArrayUnique(spelling)
  @IsPhrase(100, { each: true })
  instead_of!: string[];
}

/** What is to be changed of the brand; what is left out stays as it is. Lists are replaced as a whole. */
export class BrandChanges {
  /** Null goes back to the default. @example 'Acme' */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string | null;

  /** Null goes back to the default. @example 'Tools for people who sell outdoors.' */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandColors)
  colors?: BrandColors;

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandFonts)
  fonts?: BrandFonts;

  /** The logo to use: one of `GET /api/brand/logos`; null for none. */
  @IsOptional()
  @IsUUID()
  logo_id?: string | null;

  /** How the brand speaks, in a few sentences; models are told so. @example 'A neighbour who knows tools and never brags.' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(4_000)
  voice?: string;

  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => BrandTones)
  tones?: BrandTones;

  /** What to do, one rule each. @example ['Name the benefit first.'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(300, { each: true })
  dos?: string[];

  /** What not to do, one rule each. Words in quotation marks are looked for by the check. @example ['Never say “cheap”.'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(300, { each: true })
  donts?: string[];

  /** Words that must not be written; case, accents and hyphens make no difference. @example ['best in class'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(300)
  @ArrayUnique(spelling)
  @IsPhrase(100, { each: true })
  banned_phrases?: string[];

  /** Words that every text must hold. @example ['Acme Tools Ltd'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique(spelling)
  @IsPhrase(200, { each: true })
  required_phrases?: string[];

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(300)
  @ArrayUnique((entry: unknown) => spelling((entry as BrandTerm | null)?.term))
  @EachIs(() => BrandTerm)
  terminology?: BrandTerm[];

  /** The version the changes were made from; 409 when the brand has changed since. Left out: it is changed as it is now. @example 3 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(2_147_483_647)
  base_version?: number;
}
