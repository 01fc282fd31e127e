import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class TellReaderEvents {
  /** Who asked; the work is the same. */
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Tells leads of all owners what was done with mail to them. */
export const TellReaderEventsJob = defineJob('workflows.tell-reader-events', TellReaderEvents, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
