import { AppError } from '#kernel/errors';
import { AiBudgetExceeded } from '#platform/ai/ai.errors';
import { RETRY_LIMIT } from '#platform/jobs/job';

/** Whether a job that asks a model ends with this: trying again would end in the same way, or has been done often enough. */
export function isTheEnd(error: unknown, attempt: number): boolean {
  if (attempt > RETRY_LIMIT) return true;
  return error instanceof AiBudgetExceeded || (error instanceof AppError && error.kind === 'invalid');
}
