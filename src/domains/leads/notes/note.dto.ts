import { MaxLength, MinLength } from 'class-validator';
import { IsClean } from '../lead-field.validators.js';

export class WriteNote {
  /** @example 'Wants to see prices before Friday.' */
  @IsClean()
  @MinLength(1)
  @MaxLength(10_000)
  text!: string;
}

/** What somebody wrote down about a lead. */
export class LeadNote {
  id!: string;
  text!: string;
  created_at!: string;
  /** When its text was last changed. */
  edited_at!: string | null;
}

export class NoteDeleted {
  deleted!: true;
}
