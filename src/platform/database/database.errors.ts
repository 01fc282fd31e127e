import { AppError, defineError } from '#kernel/errors';

export const DatabaseUnavailable = defineError('database/unavailable', 'unavailable', () => {
  return 'The database does not answer at the moment. Please try again.';
});

const DatabaseTooSlow = defineError('database/too-slow', 'unavailable', () => {
  return 'The database took too long to answer. Please try again, or ask for less at once.';
});

const TextUnstorable = defineError('database/text-unstorable', 'malformed', () => {
  return 'A text holds a character that cannot be stored (a NUL, or half of a surrogate pair).';
});

const UNAVAILABLE = /^(08|57P0|53|55006)|^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/;
const LOST =
  /Connection terminated|timeout exceeded when trying to connect|Cannot use a pool|not queryable|Client has encountered/i;
const TOO_SLOW = /Query read timeout/i;
const UNSTORABLE = new Set(['22021', '22P05']);

/** Whether a transaction lost a race and may simply be tried again (serialization failure, deadlock). */
export function isRaceLost(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** Whether the connection itself is no longer to be trusted. */
export function isConnectionLost(error: unknown): boolean {
  const text = error instanceof Error ? error.message : '';
  return (
    error instanceof DatabaseUnavailable ||
    LOST.test(text) ||
    TOO_SLOW.test(text) ||
    UNAVAILABLE.test(codeOf(error))
  );
}

/** Tells outages and impossible input apart from our own mistakes, which pass through unchanged. */
export function translated(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const text = error instanceof Error ? error.message : '';
  if (code === '57014' || TOO_SLOW.test(text)) return new DatabaseTooSlow().after(5).because(error);
  if (UNSTORABLE.has(code)) return new TextUnstorable().because(error);
  if (UNAVAILABLE.test(code) || LOST.test(text)) return new DatabaseUnavailable().after(5).because(error);
  return error;
}

/** The SQLSTATE or system error code of an error. */
export function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}

/** Whether a statement broke the named unique constraint or index. */
export function breaksUnique(error: unknown, constraint?: string): boolean {
  return codeOf(error) === '23505' && (constraint === undefined || constraintOf(error) === constraint);
}

/** Whether a statement named a row that the foreign key does not find. */
export function breaksReference(error: unknown, constraint: string): boolean {
  return codeOf(error) === '23503' && constraintOf(error) === constraint;
}

const constraintOf = (error: unknown) => (error as { constraint?: string }).constraint;
