import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotIn,
  IsObject,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

export const FIELD_TYPES = [
  'text',
  'email',
  'tel',
  'textarea',
  'select',
  'checkbox',
  'number',
  'date',
  'url',
  'hidden',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

const COLOUR = /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i;
const ADDRESS = {
  protocols: ['http', 'https'],
  require_protocol: true,
  require_tld: false,
  disallow_auth: true,
};
const emptyToNull = ({ value }: { value: unknown }): unknown => (value === '' ? null : value);

/** One question of a form. */
export class FormFieldInput {
  /** The key the answer is sent and stored under. */
  @Matches(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/)
  @IsNotIn(['constructor', 'prototype', 'custom_fields'])
  name!: string;

  @IsIn(FIELD_TYPES)
  type!: FieldType;

  /** What the visitor reads; the name when left out. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  label?: string;

  @IsOptional()
  @IsBoolean()
  required?: boolean;

  /** A hint inside the empty field; for a hidden field the value it sends. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  placeholder?: string;

  /** The choices of a select. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(200, { each: true })
  options?: string[];
}

export class FormStylingInput {
  @IsOptional()
  @Matches(COLOUR, { message: 'button_color must be a colour such as #3B82F6' })
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
}

export class FormSettingsInput {
  /** Where the visitor's browser goes two seconds after a successful submission. */
  @Transform(emptyToNull)
  @IsOptional()
  @IsUrl(ADDRESS, { message: 'redirect_url must be an http or https address' })
  @MaxLength(2_048)
  redirect_url?: string | null;

  /** Whether the owner wants a mail for each submission. Kept for the form's owner; not acted on yet. */
  @IsOptional()
  @IsBoolean()
  send_email_notification?: boolean;

  /** Whether a visitor has to confirm by mail first. Kept for the form's owner; not acted on yet. */
  @IsOptional()
  @IsBoolean()
  double_opt_in?: boolean;
}

/** What may be changed of a form; what is left out stays as it is. */
export class UpdateForm {
  @ValidateIf((_, value) => value !== undefined)
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  /** The campaign its leads belong to; an empty string means none. */
  @Transform(emptyToNull)
  @IsOptional()
  @IsUUID()
  campaign_id?: string | null;

  @IsOptional()
  @IsString()
  @MaxLength(200)
  campaign_name?: string | null;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ValidateNested({ each: true })
  @Type(() => FormFieldInput)
  fields?: FormFieldInput[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FormStylingInput)
  styling?: FormStylingInput;

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FormSettingsInput)
  settings?: FormSettingsInput;

  /** An inactive form answers like one that does not exist. */
  @ValidateIf((_, value) => value !== undefined)
  @IsBoolean()
  active?: boolean;
}

/** A new form; whatever is left out gets a sound default. */
export class CreateForm extends UpdateForm {}

export class FormField {
  name!: string;
  type!: FieldType;
  label!: string;
  required!: boolean;
  placeholder?: string;
  options?: string[];
}

export class FormStyling {
  button_color!: string;
  button_text!: string;
  success_message!: string;
  error_message!: string;
}

export class FormSettings {
  redirect_url!: string | null;
  /** Whether the owner wants a mail for each submission. Kept for the form's owner; not acted on yet. */
  send_email_notification!: boolean;
  /** Whether a visitor has to confirm by mail first. Kept for the form's owner; not acted on yet. */
  double_opt_in!: boolean;
}

/** A capture form as its owner sees it. */
export class Form {
  id!: string;
  name!: string;
  campaign_id!: string | null;
  campaign_name!: string | null;
  fields!: FormField[];
  styling!: FormStyling;
  settings!: FormSettings;
  active!: boolean;
  /** Submissions accepted so far. */
  submissions_count!: number;
  last_submission_at!: string | null;
  created_by!: string;
  created_at!: string;
  updated_at!: string;
}

/** Ways to put a form on a web page. */
export class EmbedCode {
  form_id!: string;
  /** A div and a script for any page. */
  embed_code!: string;
  /** The hosted page in a frame. */
  iframe_code!: string;
  direct_url!: string;
}

export class PublicFormSettings {
  redirect_url!: string | null;
}

/** What a visitor's browser needs to show a form. */
export class PublicForm {
  id!: string;
  name!: string;
  fields!: FormField[];
  styling!: FormStyling;
  settings!: PublicFormSettings;
}

export class PublicFormAnswer {
  form!: PublicForm;
}

export class FormDeleted {
  deleted!: true;
}
