import { SetMetadata } from '@nestjs/common';
import type { Job } from './job.js';

export const HANDLES = 'jobs:handles';

/** Marks the one class that does the job. */
export function Handles<Payload extends object>(job: Job<Payload>): ClassDecorator {
  return SetMetadata(HANDLES, job);
}
