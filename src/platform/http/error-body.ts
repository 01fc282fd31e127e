import { HttpException } from '@nestjs/common';
import { AppError, type ErrorKind, type FieldIssue } from '#kernel/errors';

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  unsupported: 415,
  invalid: 422,
  'too-many': 429,
  'not-offered': 501,
  unavailable: 503,
};

/** One body for every error: all that old clients read, plus a code that never changes and the request's id. */
interface ErrorBody {
  success: false;
  data: null;
  error: string;
  detail: string;
  code: string;
  errors?: readonly FieldIssue[];
  request_id: string;
}

export interface DescribedError {
  status: number;
  body: ErrorBody;
  retryAfter: number | undefined;
}

interface Told {
  status: number;
  code: string;
  sentence: string;
  issues?: readonly FieldIssue[] | undefined;
  retryAfter?: number | undefined;
}

/** What a caller is told. Whatever nobody foresaw becomes a plain 500. */
export function describeError(error: unknown, requestId: string): DescribedError {
  const { status, code, sentence, issues, retryAfter } = tell(error);
  return {
    status,
    retryAfter,
    body: {
      success: false,
      data: null,
      error: sentence,
      detail: sentence,
      code,
      ...(issues && { errors: issues }),
      request_id: requestId,
    },
  };
}

function tell(error: unknown): Told {
  if (error instanceof AppError)
    return {
      status: STATUS[error.kind],
      code: error.code,
      sentence: error.message,
      issues: error.issues,
      retryAfter: error.retryAfter,
    };
  if (error instanceof HttpException) return ofFramework(error.getStatus(), error.message);
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500)
    return ofFramework(status, error instanceof Error ? error.message : '');
  return {
    status: 500,
    code: 'internal/unexpected',
    sentence: 'Something went wrong here. It has been logged.',
  };
}

const FRAMEWORK: Record<number, [code: string, sentence: string]> = {
  400: ['http/malformed', 'The request cannot be read.'],
  404: ['http/no-such-route', 'There is nothing at this address.'],
  405: ['http/method-not-allowed', 'This address does not take this method.'],
  408: ['http/too-slow', 'The request did not arrive in time.'],
  413: ['http/body-too-large', 'The body is larger than this route takes.'],
  414: ['http/url-too-long', 'The address is too long.'],
  415: ['http/media-type-unsupported', 'This route takes application/json.'],
  429: ['http/too-many-requests', 'Too many requests.'],
  431: ['http/headers-too-large', 'The headers are too large.'],
  503: ['http/unavailable', 'This part is not available at the moment.'],
};

function ofFramework(status: number, message: string): Told {
  const [code, sentence] = FRAMEWORK[status] ?? ['http/refused', message || 'The request was refused.'];
  if (status >= 500 && status !== 503)
    return {
      status: 500,
      code: 'internal/unexpected',
      sentence: 'Something went wrong here. It has been logged.',
    };
  return { status, code, sentence };
}
