import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TestApp } from '../../support/app.js';

const LOGOS = '/api/brand/logos';
/** As much of a PNG as anybody looks at. */
export const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex');

interface Uploaded {
  data: { id: string; is_primary: boolean };
  code: string;
}

/** Sends bytes as somebody's logo. */
export async function upload(
  app: TestApp,
  userId: string,
  content: Uint8Array | string,
  { query = '', type = 'image/png' } = {},
): Promise<{ status: number; body: Uploaded }> {
  const answer = await fetch(`${app.url}${LOGOS}${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token({ id: userId })}`, 'content-type': type },
    body: content as Uint8Array<ArrayBuffer>,
  });
  return { status: answer.status, body: (await answer.json()) as Uploaded };
}

export async function download(app: TestApp, userId: string, logoId: string): Promise<Response> {
  const authorization = `Bearer ${await app.token({ id: userId })}`;
  return fetch(`${app.url}${LOGOS}/${logoId}/file`, { headers: { authorization } });
}

/** The files that are kept of somebody's logos. */
export function filesOf(app: TestApp, userId: string): string[] {
  try {
    return readdirSync(join(app.dataDir, 'storage', 'brand-logos', userId));
  } catch {
    return [];
  }
}
