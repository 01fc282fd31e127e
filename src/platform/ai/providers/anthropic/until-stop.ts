import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import type { Stream } from '@anthropic-ai/sdk/streaming';

const DRAIN_WITHIN_MS = 1_000;

/**
 * The events up to `message_stop`: a stream that ends before it is broken, not short. What follows is read without being
 * waited for, so that the connection serves the next request.
 */
export async function* untilStop(
  stream: Stream<RawMessageStreamEvent>,
): AsyncGenerator<RawMessageStreamEvent> {
  const events = stream[Symbol.asyncIterator]();
  let isWhole = false;
  try {
    while (!isWhole) {
      const next = await events.next();
      if (next.done === true) throw new Error('The stream stopped before its end.');
      isWhole = next.value.type === 'message_stop';
      yield next.value;
    }
  } finally {
    if (isWhole) void drain(events, stream.controller);
    else await events.return?.();
  }
}

async function drain(
  events: AsyncIterator<RawMessageStreamEvent>,
  connection: AbortController,
): Promise<void> {
  const giveUp = setTimeout(() => connection.abort(), DRAIN_WITHIN_MS).unref();
  try {
    while ((await events.next()).done !== true);
  } catch {
    // The answer is complete; a connection that breaks after it concerns nobody.
  } finally {
    clearTimeout(giveUp);
  }
}
