/** What went wrong, in the words of the application; `platform/http` alone turns a kind into a status code. */
export type ErrorKind =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unsupported'
  | 'invalid'
  | 'too-many'
  | 'not-offered'
  | 'unavailable';

/** One field of the input and what is wrong with it. `path` uses dots: `fields.0.name`. */
export interface FieldIssue {
  path: string;
  message: string;
}

/** An error a caller may be told about: a stable code, a kind and a sentence. */
export class AppError extends Error {
  issues: readonly FieldIssue[] | undefined;
  retryAfter: number | undefined;

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    sentence: string,
  ) {
    super(sentence);
    this.name = 'AppError';
  }

  /** Names the fields that caused it. */
  withIssues(issues: readonly FieldIssue[]): this {
    this.issues = issues;
    return this;
  }

  /** Seconds after which trying again makes sense; becomes `Retry-After`. */
  after(seconds: number): this {
    this.retryAfter = Math.max(1, Math.ceil(seconds));
    return this;
  }

  /** Keeps what caused it for the log; a caller never sees it. */
  because(cause: unknown): this {
    this.cause = cause;
    return this;
  }
}

/** An error that is thrown on: where it is about the value of a field and names none, it names that one. */
export function onField(path: string, error: unknown): unknown {
  if (!(error instanceof AppError) || error.kind !== 'invalid' || error.issues) return error;
  return error.withIssues([{ path, message: error.message }]);
}

/** Declares an error once: `throw new LeadNotFound(id)`. The code never changes after release. */
export function defineError<Args extends unknown[]>(
  code: string,
  kind: ErrorKind,
  sentence: (...args: Args) => string,
): new (...args: Args) => AppError {
  return class extends AppError {
    constructor(...args: Args) {
      super(code, kind, sentence(...args));
    }
  };
}
