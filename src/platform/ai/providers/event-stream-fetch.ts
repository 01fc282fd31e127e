import { providerFetch } from './provider-fetch.js';

const DONE = '[DONE]';
const LONGEST_ENDING = 32;
const DRAIN_WITHIN_MS = 1_000;

/**
 * `providerFetch` for SDKs that read event streams ending in `[DONE]`. A stream that stops before it is broken, not short. At
 * `[DONE]` the SDKs let go of the response an instant before it ends, which would close the connection: the rest is read here.
 */
export async function eventStreamFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await providerFetch(input, init);
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok || !type.includes('text/event-stream') || !response.body) return response;
  const { status, headers } = response;
  return new Response(upToDone(response.body.getReader()), { status, headers });
}

function upToDone(source: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  let ending = '';
  const isDone = (): boolean => ending.trimEnd().endsWith(DONE);
  return new ReadableStream<Uint8Array>(
    {
      async pull(sink) {
        const { done, value } = await source.read();
        if (!done) {
          ending = (ending + Buffer.from(value.subarray(-LONGEST_ENDING)).toString('latin1')).slice(
            -LONGEST_ENDING,
          );
          sink.enqueue(value);
        } else if (isDone()) sink.close();
        else sink.error(new Error('The stream stopped before its end.'));
      },
      async cancel(reason) {
        if (isDone()) void drain(source);
        else await source.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** Reads to the end of the response, so that its connection serves the next request. */
async function drain(source: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  const giveUp = setTimeout(() => void source.cancel().catch(() => undefined), DRAIN_WITHIN_MS).unref();
  try {
    while (!(await source.read()).done);
  } catch {
    // The answer is complete; a connection that breaks after it concerns nobody.
  } finally {
    clearTimeout(giveUp);
  }
}
