import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PinoLogger } from 'nestjs-pino';
import { logFields } from './log-fields.js';

/** What the guard leaves on the raw request for the log line. */
type LoggedRequest = FastifyRequest & { raw: { userId?: string } };

/** Lets every line written while a request is handled say which one it is. */
export function nameRequests(fastify: FastifyInstance): void {
  fastify.addHook('preHandler', (request: LoggedRequest, _reply, done) => {
    logFields.run(() => fieldsOf(request), done);
  });
}

/** One line for each answer: who asked for what, and how it went. Probes are left out. */
export function logRequests(fastify: FastifyInstance, { logger }: PinoLogger): void {
  // Every field of the line is chosen here, so nothing in it has to be looked through for secrets.
  const lines = logger.child({}, { redact: [] });
  fastify.addHook('onResponse', (request: LoggedRequest, reply, done) => {
    const { method, url } = request;
    if (!isProbe(url)) {
      const line = {
        ...fieldsOf(request),
        method,
        url: withoutTokens(url),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      };
      if (reply.statusCode >= 500) lines.error(line, 'request failed');
      else lines.info(line, 'request completed');
    }
    done();
  });
}

/** Which request it is, and whose. */
function fieldsOf({ id, raw }: LoggedRequest) {
  return { req_id: id, user_id: raw.userId };
}

function isProbe(url: string): boolean {
  return url.startsWith('/health') || url === '/metrics';
}

/** Query strings and the signed parts of links can identify a person or grant something: neither is logged. */
function withoutTokens(url: string): string {
  const end = url.indexOf('?');
  const path = end < 0 ? url : url.slice(0, end);
  return path.replace(/^(\/(?:e\/\w+|x|ai-video\/files)\/).+$/, '$1…');
}
