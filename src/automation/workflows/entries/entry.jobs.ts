import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class TakeEvents {
  /** Who asked; the work is the same. */
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Lets what happened to leads of all owners wake instances and let leads in. */
export const TakeEventsJob = defineJob('workflows.take-events', TakeEvents, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
