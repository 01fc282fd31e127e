import { Matches, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsClean } from './lead-field.validators.js';

const KEY = /^[a-z][a-z0-9_]{0,59}$/;
const KEY_RULE = { message: '$property must be a word of small letters, digits and _' };

/** What rules, their groups and criteria are called. */
export class Named {
  /** The name by which it stands in evidence and history. @example 'opened_lately' */
  @Matches(KEY, KEY_RULE)
  key!: string;

  /** What people read; the key by default. @example 'Opened a mail' */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(200)
  name?: string;
}
