import { SetMetadata, type Type } from '@nestjs/common';
import { logFields } from '#platform/logging/log-fields';
import type { Job, JobHandler, JobRun } from './job.js';

export const HANDLES = 'jobs:handles';

/** Marks the one class that does the job. Every line logged while it works names the job and whom it is done for. */
export function Handles<Payload extends object>(job: Job<Payload>) {
  return (handler: Type<JobHandler<Payload>>): void => {
    SetMetadata(HANDLES, job)(handler);
    const prototype = handler.prototype as JobHandler<Payload>;
    const { handle } = prototype;
    const { tenant } = job.options;
    prototype.handle = function (this: JobHandler<Payload>, payload: Payload, run: JobRun): Promise<void> {
      const fields = { job: job.name, job_id: run.id, user_id: tenant && payload[tenant] };
      return logFields.run(
        () => fields,
        () => handle.call(this, payload, run),
      );
    };
  };
}
