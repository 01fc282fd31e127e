import { Logger } from '@nestjs/common';
import type { DescribedError } from './error-body.js';
import { ClientGone } from './http.errors.js';

const logger = new Logger('Errors');

/** Logs whole what a caller is told to be our failure. A client that left is nobody's failure. */
export function logFailure(error: unknown, { status, body }: DescribedError): void {
  if (status < 500 || error instanceof ClientGone) return;
  logger.error({ err: error, req_id: body.request_id, code: body.code }, body.error);
}
