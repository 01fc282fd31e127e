import { GoogleGenAI } from '@google/genai';
import { providerFetch } from '../provider-fetch.js';

/** Google said no. The SDK's own error has no headers, and none at all where a body is not the JSON it claims to be. */
export class GoogleRefusal extends Error {
  constructor(
    readonly status: number,
    readonly headers: Headers,
    readonly body: string,
  ) {
    super(`${status}`);
  }

  static async of(response: Response): Promise<GoogleRefusal> {
    return new GoogleRefusal(response.status, response.headers, await response.text());
  }
}

/** A client of the Gemini API that neither retries nor gives up before the caller's signal does. */
export function googleClient(apiKey: string, baseUrl: string): GoogleGenAI {
  return new GoogleGenAI({
    apiKey,
    vertexai: false,
    apiVersion: 'v1beta',
    httpOptions: { baseUrl, fetch: fetchOrRefuse },
  });
}

/** `fetch` whose refusals are thrown whole. */
export async function fetchOrRefuse(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await providerFetch(input, init);
  if (response.ok) return response;
  throw await GoogleRefusal.of(response);
}
