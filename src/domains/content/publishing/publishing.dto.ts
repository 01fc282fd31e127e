import { IsIn } from 'class-validator';
import { IsInstant } from '#platform/http/instant.validator';
import { CONTENT_STATUSES, type ContentStatus } from './content-state.js';

export class StatusChange {
  /** The next step, or one back. For `scheduled` see the schedule. @example 'review' */
  @IsIn(CONTENT_STATUSES.filter((status) => status !== 'scheduled'))
  status!: Exclude<ContentStatus, 'scheduled'>;
}

export class Schedule {
  /** When it is to be published: a moment to come. @example '2027-03-01T08:00:00Z' */
  @IsInstant()
  scheduled_for!: string;
}
