import { AppError, type ErrorKind } from '#kernel/errors';
import type { Outcome } from './visit.js';

/** What may be otherwise the next time. */
const PASSING: ReadonlySet<ErrorKind> = new Set<ErrorKind>(['unavailable', 'too-many', 'conflict']);

/** The outcome that an error is. What nobody foresaw is tried again, and told to no one. */
export function failureOf(error: unknown): Outcome & { kind: 'fail' } {
  if (!(error instanceof AppError))
    return {
      kind: 'fail',
      code: 'internal/unexpected',
      message: 'Something went wrong here. It has been logged.',
      final: false,
    };
  const { code, kind, message, retryAfter } = error;
  return {
    kind: 'fail',
    code,
    message,
    final: !PASSING.has(kind),
    ...(retryAfter !== undefined && { after: retryAfter }),
  };
}
