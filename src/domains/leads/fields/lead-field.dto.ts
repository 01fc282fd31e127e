import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsNotIn,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsClean } from '../lead-field.validators.js';

export const CUSTOM_TYPES = [
  'text',
  'textarea',
  'number',
  'boolean',
  'date',
  'select',
  'multiselect',
  'url',
  'email',
  'phone',
] as const;
export type CustomType = (typeof CUSTOM_TYPES)[number];

/** What may be changed of a custom field; its key and its type stay, because values are kept under them. */
export class UpdateLeadField {
  /** What people read. */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(200)
  label?: string;

  /** The choices of a `select` or `multiselect`. A lead that holds one that is gone keeps it. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsClean({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(200, { each: true })
  options?: string[];

  /** Whether a lead that is written down by hand must have it. Forms and files may leave it out. */
  @MayBeLeftOut()
  @IsBoolean()
  required?: boolean;
}

export class CreateLeadField extends UpdateLeadField {
  /** The name under which values stand in `custom_fields`. */
  @Matches(/^\p{L}[\p{L}\p{N}_]{0,59}$/u, { message: 'key must be a word of letters, digits and _' })
  @IsNotIn(['constructor', 'prototype'])
  key!: string;

  @IsIn(CUSTOM_TYPES)
  type!: CustomType;
}

/** A custom field: what its values must be. Values under keys that are not defined may be anything. */
export class LeadField {
  key!: string;
  label!: string;
  /**
   * `number` and `boolean` are kept as such, `multiselect` as a list, the others as text; a `date` is `YYYY-MM-DD`, a
   * `url` starts with http.
   */
  type!: CustomType;
  options!: string[];
  required!: boolean;
  created_at!: string;
  updated_at!: string;
}

export class LeadFieldDeleted {
  deleted!: true;
}
