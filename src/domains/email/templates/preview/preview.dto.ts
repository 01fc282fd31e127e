import { IsInt, IsString, Matches, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { LONGEST_BODY, LONGEST_SUBJECT } from '../email-template.dto.js';

/** Whom a preview is for. */
class PreviewFor {
  /** What is known of the recipient; a sample recipient when left out. @example {"first_name": "Ada", "plan": "gold"} */
  @MayBeLeftOut()
  @IsJsonObject()
  fields?: Record<string, unknown>;
}

/** Whom a preview of a kept template is for, and of which revision. */
export class PreviewTemplate extends PreviewFor {
  /** The revision; the one that is live when left out. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  version?: number;

  /** The language that the recipient reads. @example 'de' */
  @MayBeLeftOut()
  @Matches(/^[a-z]{2,3}(?:[-_][a-z0-9]{2,8}){0,3}$/i)
  language?: string;
}

/** Words to look at, or to check, before they are kept. */
export class WordsToPreview extends PreviewFor {
  /** Liquid. @example 'Hello {{ first_name }}' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(LONGEST_SUBJECT)
  subject?: string;

  /** Liquid. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(500)
  preheader?: string;

  /** Liquid in HTML, or plain text. May be named `content` instead. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(LONGEST_BODY)
  html_content?: string;

  /** Another name of `html_content`. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(LONGEST_BODY)
  content?: string;

  /** MJML; it is compiled instead of `html_content`. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_BODY)
  mjml_content?: string;

  /** Derived from the HTML when left out. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(LONGEST_BODY)
  text_content?: string;

  /** What stands where a recipient lacks a field. @example {"first_name": "there"} */
  @MayBeLeftOut()
  @IsJsonObject()
  defaults?: Record<string, string>;
}

/** A mail as one recipient would read it. Fields that nobody has stand as `[field]`. */
export class TemplatePreview {
  subject!: string;
  preheader!: string | null;
  /** Held to what may be shown on any page: no scripts, no forms, no styles that load anything. */
  html!: string;
  text!: string;
  /** Fields that the mail needs and the recipient lacks. */
  missing_fields!: string[];
}

/** What is to be thought of the words of a template. */
export class TemplateVerdict {
  /** Whether they can be read and filled, and the recipient has every field they need. */
  valid!: boolean;
  /** Fields that they need and the recipient lacks. */
  missing_fields!: string[];
  /** Fields that they may ask for. */
  available_tags!: string[];
  /** For missing fields the available ones that look alike. @example {"frist_name": ["first_name"]} */
  suggestions!: Record<string, string[]>;
  /** Fields that they ask for. */
  used_fields!: string[];
  /** Why they cannot be read or filled; null when they can. */
  error!: string | null;
}
