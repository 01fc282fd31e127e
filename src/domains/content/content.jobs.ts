import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class AskedByClock {
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Publishes whatever content is due, of all tenants. */
export const PublishDueJob = defineJob('content.publish-due', AskedByClock, {
  retryLimit: 1,
  oneWaiting: true,
});

/** Measures content that was written past the application: by the front end, or before there was one. */
export const MeasureBacklogJob = defineJob('content.measure-backlog', AskedByClock, {
  retryLimit: 1,
  oneWaiting: true,
});
