import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './api.generated.ts';
import { DemoProblem } from './problem.ts';

export type Api = Client<paths>;
type Schemas = components['schemas'];
export type Lead = Schemas['Lead'];
export type LeadImport = Schemas['LeadImport'];
export type MailingReport = Schemas['MailingReport'];
export type MailingRecipient = Schemas['MailingRecipient'];
export type Campaign = Schemas['Campaign'];

/** The API as one user sees it, or as anybody does without a token. Its types come from the OpenAPI document. */
export function apiAt(url: string, token?: string): Api {
  return createClient<paths>({
    baseUrl: url,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
}

interface Result<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** The body of a success; anything else ends the demo with what was being done and what the server said. */
export function answered<Body>(doing: string, { data, error, response }: Result<Body>): Body {
  if (response.ok && data !== undefined) return data;
  throw new DemoProblem(`${doing}: the server answered ${response.status}, "${sentenceOf(error)}".`);
}

/** The sentence of an error body. */
export function sentenceOf(error: unknown): string {
  const { error: sentence } = (typeof error === 'object' && error !== null ? error : {}) as {
    error?: unknown;
  };
  return typeof sentence === 'string' ? sentence : String(error);
}

interface Page<Item> {
  data: Item[];
  next_cursor: string | null;
}

/** Every item of a list, page after page. */
export async function everyItem<Item>(read: (cursor?: string) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await read(cursor ?? undefined);
    items.push(...page.data);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return items;
}
