import { Transform } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';

export const THEMES = ['light', 'dark', 'auto'] as const;
export type Theme = (typeof THEMES)[number];

/** Families of typefaces that every device has; `inherit` takes the one of the page around the form. */
export const FONTS = [
  'system',
  'humanist',
  'geometric',
  'rounded',
  'serif',
  'slab',
  'mono',
  'inherit',
] as const;
export type Font = (typeof FONTS)[number];

export const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
export const RADIUS = { least: 0, most: 24 };
export const WIDTH = { least: 280, most: 960 };
export const LONGEST_INTRO = 1_000;

const mustBeColour = { message: '$property must be a colour such as #3B82F6' };
const emptyToNull = ({ value }: { value: unknown }): unknown => (value === '' ? null : value);

/** How a form looks; what is left out stays as it is. Texts are always readable, whatever the colours. */
export class FormStylingInput {
  /** The text on it is black or white, whichever can be read. */
  @IsOptional()
  @Matches(COLOUR, mustBeColour)
  button_color?: string;

  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  button_text?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  success_message?: string;

  @IsOptional()
  @IsString()
  @MaxLength(500)
  error_message?: string;

  /** `auto` follows the visitor's device. */
  @IsOptional()
  @IsIn(THEMES)
  theme?: Theme;

  /** Behind the form, in every theme; null or empty for the theme's own. */
  @Transform(emptyToNull)
  @IsOptional()
  @Matches(COLOUR, mustBeColour)
  background_color?: string | null;

  /** Of the texts, in every theme, as far as it can be read on the background; null or empty for the theme's own. */
  @Transform(emptyToNull)
  @IsOptional()
  @Matches(COLOUR, mustBeColour)
  text_color?: string | null;

  @IsOptional()
  @IsIn(FONTS)
  font_family?: Font;

  /** Of fields and button, in pixels. */
  @IsOptional()
  @IsInt()
  @Min(RADIUS.least)
  @Max(RADIUS.most)
  border_radius?: number;

  /** In pixels, at most; a narrower place is filled. */
  @IsOptional()
  @IsInt()
  @Min(WIDTH.least)
  @Max(WIDTH.most)
  width?: number;

  /** Whether the form's name stands above it. */
  @IsOptional()
  @IsBoolean()
  show_title?: boolean;

  /** A few lines above the first field. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_INTRO)
  intro?: string;
}

/** How a form looks, complete. */
export class FormStyling {
  button_color!: string;
  button_text!: string;
  success_message!: string;
  error_message!: string;
  theme!: Theme;
  background_color!: string | null;
  text_color!: string | null;
  font_family!: Font;
  /** @example 8 */
  border_radius!: number;
  /** @example 600 */
  width!: number;
  show_title!: boolean;
  intro!: string;
}

/** The colours of a form in one theme, as #rrggbb. Texts have a contrast of at least 4.5 to what they stand on, borders 3. */
export class FormPalette {
  /** Around the form, on its hosted page. */
  page!: string;
  background!: string;
  /** Behind what a visitor types. */
  field!: string;
  text!: string;
  /** Hints and the introduction. */
  muted!: string;
  border!: string;
  button!: string;
  button_text!: string;
  button_border!: string;
  focus!: string;
  error!: string;
  success!: string;
}

/** The palettes between which `theme` chooses. */
export class FormPalettes {
  light!: FormPalette;
  dark!: FormPalette;
}
