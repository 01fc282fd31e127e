import { OmitType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { OneLine } from '../clean.decorators.js';
import { FIELD_TYPES, type FieldType } from './field-value.js';

const OPTION = { each: true, message: 'each option must be one line of 1 to 100 characters' };

function Options(): PropertyDecorator {
  return (target, key) => {
    IsArray()(target, key);
    ArrayMaxSize(50)(target, key);
    ArrayUnique()(target, key);
    Matches(/^(?! )[^\p{Cc}\u2028\u2029]{1,100}(?<! )$/u, OPTION)(target, key);
  };
}

/** What is to be changed of a custom field; its key and type stay. */
export class UpdateTicketField {
  /** What people read. @example 'Your plan' */
  @MayBeLeftOut()
  @OneLine(100)
  label?: string;

  /** Of a select: its choices. Tickets keep choices that are taken away. @example ['free', 'pro'] */
  @MayBeLeftOut()
  @Options()
  options?: string[];

  /** `public`: whoever asks fills it in and sees it. `internal`: the desk alone. */
  @MayBeLeftOut()
  @IsIn(['public', 'internal'])
  visibility?: 'public' | 'internal';

  /** Of a public field: whether nobody can ask by the form without it. Mails come without it. */
  @MayBeLeftOut()
  @IsBoolean()
  required?: boolean;

  /** Fields are listed by it, smallest first. @example 10 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(10_000)
  position?: number;
}

/** A custom field that tickets are to have. */
export class NewTicketField extends OmitType(UpdateTicketField, ['label']) {
  /** By which its values are sent and found. @example 'plan' */
  @Matches(/^[a-z][a-z0-9_]{0,39}$/, {
    message: 'key must be up to 40 lower-case letters, digits and underscores, a letter first',
  })
  key!: string;

  /** What people read. @example 'Your plan' */
  @OneLine(100)
  label!: string;

  /** `text` and `url` hold up to 500 characters on one line; `date` a day such as 2026-12-01. */
  @IsIn(FIELD_TYPES)
  type!: FieldType;
}

/** A custom field of tickets, as whoever asks may fill it in. */
export class AskedField {
  /** @example 'plan' */
  key!: string;
  /** @example 'Your plan' */
  label!: string;
  type!: 'text' | 'number' | 'boolean' | 'date' | 'select' | 'url';
  /** @example ['free', 'pro'] */
  options!: string[];
  required!: boolean;
}

/** A custom field of tickets. */
export class TicketField extends AskedField {
  visibility!: 'public' | 'internal';
  position!: number;
  created_at!: string;
  updated_at!: string;
}

export class TicketFieldDeleted {
  deleted!: boolean;
}
