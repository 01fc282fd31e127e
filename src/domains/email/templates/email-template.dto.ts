import { AreAttachments } from '../files/attachments.decorator.js';
import { IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';
import { ArrayMaxSize, Matches } from 'class-validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsTranslations } from './translations.validator.js';

export const EMAIL_TYPES = [
  ...(['welcome', 'nurture', 'promotional', 'abandoned_cart', 're_engagement'] as const),
  ...(['newsletter', 'transactional', 'follow_up'] as const),
] as const;

const FIELD_NAME = /^[a-z_]\w{0,63}(?:\.\w{1,64})?$/i;
export const LONGEST_SUBJECT = 998;
export const LONGEST_BODY = 200_000;

/** What a template says in another language; what is left out is taken from the template itself. */
export class TemplateTranslation {
  /** @example 'Hallo {{ first_name }}' */
  subject?: string;
  preheader?: string | null;
  mjml_content?: string | null;
  html_content?: string;
  /** Null: derived from the HTML. */
  text_content?: string | null;
}

/** A subject and bodies in Liquid, kept for later use. */
export class EmailTemplate {
  id!: string;
  name!: string;
  email_type!: string;
  subject!: string;
  /** What inboxes show behind the subject. */
  preheader!: string | null;
  /** The MJML that `html_content` was compiled from. */
  mjml_content!: string | null;
  html_content!: string;
  text_content!: string | null;
  /** The fields that it is filled with. @example ['first_name', 'company'] */
  merge_tags!: string[];
  /** What stands where a recipient lacks a field. @example {"first_name": "there"} */
  defaults!: Record<string, string>;
  /** The same in other languages, by language tag. */
  translations!: Record<string, TemplateTranslation>;
  /** Fields that are neither known nor listed in `merge_tags` are refused. */
  strict!: boolean;
  /** Ids of your files that go with it. */
  attachments!: string[];
  /** The revision that is live. */
  version!: number;
  /** Comes with the product and belongs to nobody: to be read and copied. */
  built_in!: boolean;
  created_at!: string | null;
  updated_at!: string | null;
}

export class EmailTemplates {
  templates!: EmailTemplate[];
  next_cursor!: string | null;
}

/** Parts of a template that may be left out. */
class TemplateParts {
  /** What inboxes show behind the subject: Liquid. @example 'Three things for {{ company }}' */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  preheader?: string | null;

  /** MJML; it is compiled to `html_content`. Liquid between components stands in `<mj-raw>`. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_BODY)
  mjml_content?: string | null;

  /** Derived from the HTML when left out. */
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_BODY)
  text_content?: string | null;

  /** The fields that it is filled with; found in the words when left out. @example ['first_name', 'plan'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @Matches(FIELD_NAME, { each: true })
  merge_tags?: string[];

  /** What stands where a recipient lacks a field: short words without quotes, braces and percent signs. @example {"first_name": "there"} */
  @MayBeLeftOut()
  @IsJsonObject()
  defaults?: Record<string, string>;

  /** The same in other languages: `subject`, `preheader`, `html_content` or `mjml_content`, `text_content` by language tag. */
  @MayBeLeftOut()
  @IsTranslations()
  translations?: Record<string, TemplateTranslation>;

  /** Refuses fields that are neither known nor listed in `merge_tags`, such as `{{ frist_name }}`. */
  @MayBeLeftOut()
  @IsBoolean()
  strict?: boolean;

  /** Ids of your files (`/api/email/files`) that go with every mail made from it. */
  @MayBeLeftOut()
  @AreAttachments()
  attachments?: string[];

  /** What was changed, in a few words. @example 'Shorter opening' */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  changelog?: string | null;
}

export class NewEmailTemplate extends TemplateParts {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @MayBeLeftOut()
  @IsIn(EMAIL_TYPES)
  email_type: (typeof EMAIL_TYPES)[number] = 'promotional';

  /** Liquid: `Hello {{ first_name | default: "there" }}`. */
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_SUBJECT)
  subject!: string;

  /** Liquid in HTML, or plain text whose paragraphs are marked up. Left out where `mjml_content` is given. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_BODY)
  html_content?: string;
}

/** What is to be changed; what is left out stays. Any change of words is a new revision. */
export class EmailTemplateChange extends TemplateParts {
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  @MayBeLeftOut()
  @IsIn(EMAIL_TYPES)
  email_type?: (typeof EMAIL_TYPES)[number];

  /** Liquid: `Hello {{ first_name | default: "there" }}`. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_SUBJECT)
  subject?: string;

  /** Liquid in HTML, or plain text whose paragraphs are marked up. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_BODY)
  html_content?: string;

  /** Keeps the revision as a draft: what is live stays live. */
  @MayBeLeftOut()
  @IsBoolean()
  draft?: boolean;
}

/** What the copy is called. */
export class TemplateCopy {
  /** `Copy of …` when left out. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string;
}

/** The template and its revisions are gone; mail that was planned with it stays as it is. */
export class EmailTemplateDeleted {
  deleted!: boolean;
}

/** A new revision; what is left out is taken from its parent. */
export class NewTemplateVersion extends TemplateParts {
  /** Liquid: `Hello {{ first_name | default: "there" }}`. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_SUBJECT)
  subject_line?: string;

  /** Liquid in HTML, or plain text whose paragraphs are marked up. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_BODY)
  html_content?: string;
}
