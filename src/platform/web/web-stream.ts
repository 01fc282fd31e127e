import type { Readable } from 'node:stream';
import { TooLarge } from './web.errors.js';

/** An answer whose body is read as it arrives. */
export interface WebStream {
  readonly status: number;
  /** Names in lower case; of a header that came several times, the last. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends with an error of `web.errors.ts` when it becomes too long or takes too long. Cancelling it closes the connection. */
  readonly body: ReadableStream<Uint8Array>;
}

export function arriving(
  body: Readable,
  longest: number,
  told: (error: unknown) => unknown,
): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const close = () => void body.on('error', () => undefined).destroy();
  let length = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await chunks.next();
        if (done) return controller.close();
        length += value.length;
        if (length > longest) throw new TooLarge();
        controller.enqueue(new Uint8Array(value));
      } catch (error) {
        close();
        controller.error(told(error));
      }
    },
    cancel: close,
  });
}
