import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';

/** The longest a timer can wait, some 24 days: the caller's signal ends an attempt, not the SDK. */
export const NEVER_MS = 2 ** 31 - 1;

/**
 * How every provider is reached. A redirect is refused: the key would follow it to whoever it names. What is asked with a text,
 * as nearly everything is, goes past `fetch`, with which a call takes 40 % more CPU time (docs/performance.md).
 */
export async function providerFetch(
  input: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const { body } = init;
  if (input instanceof Request || typeof body !== 'string')
    return fetch(input, { ...init, redirect: 'error' });
  const answer = await ask(new URL(input), { ...init, body });
  const { statusCode: status = 0 } = answer;
  if (status === 204 || status === 205 || (status >= 300 && status < 400)) {
    answer.destroy();
    throw new TypeError(`It answered ${status}, which is no answer.`);
  }
  const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const isStream = answer.headers['content-type']?.includes('text/event-stream') ?? false;
  return new Response(isStream ? ReadableStream.from(answer) : inOnePiece(answer), { status, headers });
}

/** An answer that nobody reads piece by piece, read when it is asked for: many pieces cost a call much CPU time in web streams. */
function inOnePiece(answer: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      pull: (sink) =>
        new Promise((resolve, reject) => {
          const pieces: Buffer[] = [];
          if (answer.destroyed) return reject(answer.errored ?? new Error('The connection has been closed.'));
          answer
            .on('close', () => reject(new Error('The connection was closed before the answer was complete.')))
            .on('data', (piece: Buffer) => pieces.push(piece))
            .on('error', reject)
            .on('end', () => {
              if (pieces.length > 0) sink.enqueue(Buffer.concat(pieces));
              sink.close();
              resolve();
            });
        }),
      cancel: () => void answer.destroy(),
    },
    { highWaterMark: 0 },
  );
}

/**
 * Its error listener stays: a connection that breaks later is told by the body. The `signal` of `request` is not used, because
 * Node throws its error where nobody can catch it when the answer has arrived and nobody has read it.
 */
function ask(
  url: URL,
  { method, headers, body, signal }: RequestInit & { body: string },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const send = url.protocol === 'https:' ? overHttps : overHttp;
    const request = send(url, { method: method ?? 'GET', headers: Object.fromEntries(new Headers(headers)) });
    const stop = (): void => void request.destroy();
    signal?.addEventListener('abort', stop, { once: true });
    request
      .on('response', resolve)
      .on('error', reject)
      .on('close', () => signal?.removeEventListener('abort', stop))
      .end(body);
  });
}
