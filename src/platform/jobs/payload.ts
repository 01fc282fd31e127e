import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { Job } from './job.js';

/** The payload as its class, or an error that names the job and what is wrong. */
export function checkedPayload<Payload extends object>(job: Job<Payload>, payload: unknown): Payload {
  const checked = plainToInstance(job.payload, payload);
  const problems = validateSync(checked, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  if (problems.length > 0)
    throw new Error(
      `Job ${job.name} was given an unfit payload: ${problems.map((problem) => problem.toString(false)).join(' ')}`,
    );
  return checked;
}
