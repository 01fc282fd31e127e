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
  IsUUID,
  Matches,
  MaxLength,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { EachIs } from '#platform/http/each-is.decorator';
import { IsPurpose } from '../consents/consent.dto.js';
import { FormStyling, FormStylingInput } from '../styling/form-styling.dto.js';
import { emptyToNull, FormSettings, FormSettingsInput } from './form-settings.dto.js';

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

  /** Of a checkbox: ticking it is consent to what its label says, and is kept with a proof. */
  @IsOptional()
  @IsBoolean()
  consent?: boolean;

  /** What that consent is for; `email`, to be written to, when left out. */
  @IsOptional()
  @IsPurpose()
  purpose?: string;
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
  @EachIs(() => FormFieldInput)
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
  /** Whether ticking it is consent to what the label says. */
  consent?: boolean;
  /** What that consent is for; `email` when left out. */
  purpose?: string;
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

export class FormDeleted {
  deleted!: true;
}
