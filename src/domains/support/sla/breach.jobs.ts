import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class NoteBreaches {
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Notes due times of tickets that were missed, and tells the desk. */
export const NoteBreachesJob = defineJob('support.note-breaches', NoteBreaches, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
