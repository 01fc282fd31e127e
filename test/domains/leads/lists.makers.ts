import type { TestClient } from '../../support/client.js';

interface Listed {
  id: string;
  email: string;
}

export const emails = (answer: { body: { data: Listed[] } }) => answer.body.data.map(({ email }) => email);

/** The addresses on all pages of a list, from the first to the last. */
export async function walk(client: TestClient, path: string): Promise<string[]> {
  return (await everyPage(client, path)).map(({ email }) => email);
}

/** The leads on all pages of a list; no page may be longer than asked for. */
export async function everyPage(client: TestClient, path: string): Promise<Listed[]> {
  const limit = Number(new URLSearchParams(path.slice(path.indexOf('?'))).get('limit'));
  const seen: Listed[] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await client.get(`${path}${cursor}`);
    expect([status, body.error]).toEqual([200, null]);
    expect(body.data.length).toBeLessThanOrEqual(limit);
    seen.push(...body.data);
    if (body.next_cursor === null) return seen;
    cursor = `&cursor=${encodeURIComponent(body.next_cursor)}`;
  }
}
