import { IsOptional, Matches } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { OneLine, Passage } from '../clean.decorators.js';

const SHORTCUT = /^[a-z0-9][a-z0-9-]{0,39}$/;
const SHORTCUT_SAYS = { message: 'shortcut must be lower-case letters, digits and hyphens' };

/** Something the desk says often. */
export class NewCannedAnswer {
  /** @example 'How to export as CSV' */
  @OneLine(120)
  title!: string;

  /** A word by which it is found; null for none. @example 'csv' */
  @IsOptional()
  @Matches(SHORTCUT, SHORTCUT_SAYS)
  shortcut?: string | null;

  /**
   * Plain text. `{{ name }}`, `{{ first_name }}`, `{{ email }}`, `{{ subject }}`, `{{ ticket_id }}`, `{{ status }}` and
   * `{{ priority }}` stand for what the ticket says. @example 'Hello {{ first_name }}, please save the file as CSV.'
   */
  @Passage(10_000)
  body!: string;
}

/** What is to be changed; what is left out stays as it is. */
export class UpdateCannedAnswer {
  @MayBeLeftOut()
  @OneLine(120)
  title?: string;

  @IsOptional()
  @Matches(SHORTCUT, SHORTCUT_SAYS)
  shortcut?: string | null;

  @MayBeLeftOut()
  @Passage(10_000)
  body?: string;
}

export class CannedAnswer {
  id!: string;
  title!: string;
  shortcut!: string | null;
  body!: string;
  created_by!: string | null;
  created_at!: string;
  updated_at!: string;
}

export class CannedAnswerDeleted {
  deleted!: boolean;
}

/** A canned answer for one ticket, to be read and sent by somebody. */
export class FilledAnswer {
  /** @example 'Hello Ada, please save the file as CSV.' */
  text!: string;
}
