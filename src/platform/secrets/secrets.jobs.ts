import { IsIn } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class Reseal {
  /** Who asked; the work is the same. */
  @IsIn(['start', 'clock'])
  askedBy!: 'start' | 'clock';
}

/** Seals anew whatever is not yet sealed under the current master key and in the current format. */
export const ResealJob = defineJob('secrets.reseal', Reseal, { oneWaiting: true });
