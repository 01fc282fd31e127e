import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { describeError } from './error-body.js';
import { logFailure } from './error-log.js';
import { onceClosed } from './once-closed.js';

/** One server-sent event; its data goes out as one line of JSON. */
export interface ServerEvent {
  readonly event: string;
  /** What a reader that was cut off sends back as `Last-Event-ID`. */
  readonly id?: string;
  readonly data: unknown;
}

/**
 * Server-sent events as the answer of a route. The first event is waited for, so that whatever fails before it is an
 * ordinary error with its status; a later failure is sent as `event: error` with the usual error body and ends the
 * stream. When the client goes away the loop is left, whether or not it has read anything.
 */
export async function eventStream(
  reply: FastifyReply,
  events: AsyncGenerator<ServerEvent, void>,
): Promise<StreamableFile> {
  // A stream that nobody begins to read ends without running `lines`, so this does not depend on it.
  onceClosed(reply.raw, () => void events.return().catch(() => undefined));
  const first = await events.next();
  void reply.header('cache-control', 'no-store').header('x-accel-buffering', 'no');
  return new StreamableFile(Readable.from(lines(first, events, reply.request.id), { objectMode: false }), {
    type: 'text/event-stream; charset=utf-8',
  });
}

async function* lines(
  first: IteratorResult<ServerEvent, void>,
  events: AsyncGenerator<ServerEvent, void>,
  requestId: string,
): AsyncGenerator<string, void> {
  try {
    for (let next = first; !next.done; next = await events.next()) yield asText(next.value);
  } catch (error) {
    const described = describeError(error, requestId);
    logFailure(error, described);
    yield asText({ event: 'error', data: described.body });
  } finally {
    await events.return();
  }
}

function asText({ event, id, data }: ServerEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
