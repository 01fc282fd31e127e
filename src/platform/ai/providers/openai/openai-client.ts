import { OpenAI } from 'openai';
import { NEVER_MS, type providerFetch } from '../provider-fetch.js';

/** A client that neither retries nor logs nor gives up before the caller's signal does. */
export function openaiClient(apiKey: string, baseURL: string, fetch: typeof providerFetch): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL,
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: NEVER_MS,
    logLevel: 'off',
    fetch,
  });
}
