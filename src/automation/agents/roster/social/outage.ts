import { AppError } from '#kernel/errors';
import type { AgentRun } from '../../runs/agent-run.js';

/**
 * What a model is asked, or `instead` when no provider answers. Anything else is thrown: an owner who may not spend more,
 * or a run that is over, gets no substitute.
 */
export async function orWhenNobodyAnswers<T, Instead>(
  run: AgentRun,
  asked: Promise<T>,
  instead: () => Instead,
): Promise<T | Instead> {
  try {
    return await asked;
  } catch (error) {
    const isOutage =
      error instanceof AppError && error.kind === 'unavailable' && error.code.startsWith('ai/');
    if (!isOutage || run.signal.aborted) throw error;
    return instead();
  }
}
