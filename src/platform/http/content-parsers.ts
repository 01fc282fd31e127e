import type { FastifyInstance, FastifyRequest } from 'fastify';
import { keepBodyText } from './body-text.js';
import { JsonTooDeep, JsonUnreadable, MediaTypeUnsupported, TextUnstorable } from './http.errors.js';

const DEEPEST = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPED_NUL_OR_SURROGATE = /\\u0000|\\u[dD][89a-fA-F]/;

/** What a route takes besides a mebibyte of JSON, said by `route-body.decorators.ts`. */
export interface RouteBody {
  /** The body is handed over as a stream, unread. */
  streams?: readonly string[];
  /** HTML forms are read as well. */
  form?: boolean;
  /** The text of a JSON body is kept as it came, for signatures. */
  keepsText?: boolean;
  /** Bytes of a body at most, where it is not the usual mebibyte. */
  longest?: number;
}

/** JSON everywhere, bounded in depth and without prototype tricks; forms and streams only where a route says so. */
export function installContentParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addHook('onRoute', (route) => {
    const { longest } = (route.config ?? {}) as RouteBody;
    if (longest !== undefined) route.bodyLimit = longest;
  });
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    if (routeBody(request).keepsText) keepBodyText(request, text);
    if (text === '') return done(null, undefined);
    const problem = problemOf(text);
    if (problem) return done(problem);
    return parseJson(request, text, (error, body) => {
      if (error) return done(new JsonUnreadable().because(error));
      if (ESCAPED_NUL_OR_SURROGATE.test(text) && !isStorable(body)) return done(new TextUnstorable());
      return done(null, body);
    });
  });
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 16 * 1024 },
    (request, text: string, done) => {
      if (!routeBody(request).form) return done(new MediaTypeUnsupported('application/json'));
      const fields = Object.fromEntries(new URLSearchParams(text));
      return isStorable(fields) ? done(null, fields) : done(new TextUnstorable());
    },
  );
  fastify.addContentTypeParser('*', (request, payload, done) => {
    const { streams = [] } = routeBody(request);
    const type = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
    if (streams.includes(type)) return done(null, payload);
    return done(new MediaTypeUnsupported(streams.length > 0 ? streams.join(' or ') : 'application/json'));
  });
}

export function routeBody(request: FastifyRequest): RouteBody {
  return (request.routeOptions.config ?? {}) as RouteBody;
}

function problemOf(text: string): Error | undefined {
  if (text.includes('\u0000')) return new TextUnstorable();
  return isTooDeep(text) ? new JsonTooDeep(DEEPEST) : undefined;
}

/** Counts brackets outside strings, so that depth is known before anything is built. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === QUOTE) {
      for (at++; at < text.length && text.charCodeAt(at) !== QUOTE; at++)
        if (text.charCodeAt(at) === BACKSLASH) at++;
    } else if (char === 0x7b || char === 0x5b) {
      if (++depth > DEEPEST) return true;
    } else if (char === 0x7d || char === 0x5d) depth--;
  }
  return false;
}

function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorable(inner));
  return true;
}
