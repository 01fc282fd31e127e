import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { eventStreamFetch } from '../event-stream-fetch.js';

/** With it the SDK prints a warning and reads the answer a second time, which outlives whoever left the stream. */
const DEPRECATION = 'x-model-deprecation-timestamp';

/** A client that neither retries nor logs nor gives up before the caller's signal does. */
export function mistralClient(apiKey: string, serverURL: string): Mistral {
  return new Mistral({
    apiKey,
    serverURL,
    retryConfig: { strategy: 'none' },
    httpClient: new HTTPClient({ fetcher: quietFetch }),
    debugLogger: NO_LOG,
  });
}

async function quietFetch(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await eventStreamFetch(input, init);
  if (!response.headers.has(DEPRECATION)) return response;
  const headers = new Headers(response.headers);
  headers.delete(DEPRECATION);
  return new Response(response.body, { status: response.status, headers });
}

/** Without a logger of ours, MISTRAL_DEBUG would print keys. Throwing first spares the SDK to copy each body for a log. */
const NO_LOG = {
  group: (): void => {
    throw new Error('Nothing is logged.');
  },
  groupEnd: (): void => undefined,
  log: (): void => undefined,
};
