import type { FetchLike } from '@modelcontextprotocol/client';
import type { WebClient, WebRequest } from '#platform/web/web-client';

const LONGEST_ANSWER = 1024 * 1024;
const WITHOUT_BODY: readonly number[] = [101, 204, 205, 304];

interface Calls {
  /** What opens the server, by the name of its header. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends every call that is open. */
  readonly signal: AbortSignal;
  /** Milliseconds for one call. */
  readonly deadline: number;
  /** Told what went wrong, since the library keeps only its words. */
  readonly failed: (error: unknown) => void;
}

/** `fetch` as the library of the protocol wants it, over the guarded client: no other way leads to a server. */
export function mcpFetch(web: WebClient, { headers, signal, deadline, failed }: Calls): FetchLike {
  return async (url, init = {}) => {
    // We keep no stream open for what a server wants to say unasked; the protocol lets us, by this status.
    if (init.method === 'GET') return new Response(null, { status: 405 });
    try {
      const answer = await web.open({
        url,
        method: init.method as NonNullable<WebRequest['method']>,
        headers: { ...Object.fromEntries(new Headers(init.headers)), ...headers },
        ...(typeof init.body === 'string' && { body: init.body }),
        signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal,
        deadline,
        longest: LONGEST_ANSWER,
      });
      const { status } = answer;
      if (!WITHOUT_BODY.includes(status))
        return new Response(watched(answer.body, failed), { status, headers: answer.headers });
      await answer.body.cancel();
      return new Response(null, { status: 204 });
    } catch (error) {
      failed(error);
      throw error;
    }
  };
}

function watched(
  body: ReadableStream<Uint8Array>,
  failed: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        failed(error);
        controller.error(error);
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
