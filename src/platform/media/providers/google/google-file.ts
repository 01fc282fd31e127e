import { Readable } from 'node:stream';
import type { ProviderCall } from '#platform/ai/providers/ai-provider';
import { GoogleRefusal } from '#platform/ai/providers/google/google-client';
import { unavailable } from '#platform/ai/providers/http-failure';
import { bounded } from '../bounded.js';

const VIDEO_BYTES_AT_MOST = 256 * 1024 * 1024;
const REFUSAL_BYTES_AT_MOST = 65_536;
const REDIRECTS_AT_MOST = 3;
const FILE = /\/files\/([\w-]{1,128})(?::download)?$/;

/**
 * The content of a file that Google names by an address. Only its id is taken from there: the key goes to the configured
 * host and nowhere else, over redirects too. Undefined when the file is no longer kept.
 */
export async function openFile(
  uri: string,
  baseUrl: string,
  call: ProviderCall,
): Promise<{ mediaType: string; content: Readable } | undefined> {
  const [, id] = FILE.exec(URL.parse(uri)?.pathname ?? '') ?? [];
  if (id === undefined) throw unavailable('google', call.key, 'the address of the video names no file');
  const response = await follow(new URL(`${baseUrl}/v1beta/files/${id}:download?alt=media`), call);
  if (!response.ok) {
    const { status, headers } = response;
    const refusal = new GoogleRefusal(status, headers, await beginningOf(response));
    if (isGone(refusal)) return undefined;
    throw refusal;
  }
  const mediaType = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const tooLarge = Number(response.headers.get('content-length') ?? 0) > VIDEO_BYTES_AT_MOST;
  if (!response.body || !mediaType.startsWith('video/') || tooLarge) {
    await response.body?.cancel();
    const problem = tooLarge ? 'the video is too large' : `the video came as ${mediaType || 'nothing'}`;
    throw unavailable('google', call.key, problem);
  }
  return { mediaType, content: bounded(Readable.fromWeb(response.body), VIDEO_BYTES_AT_MOST) };
}

/** Google answers 403 for a file that is gone and for one that never was; and for a key that is blocked, of which it tells why. */
function isGone({ status, body }: GoogleRefusal): boolean {
  return status === 404 || (status === 403 && !/"reason"|\bapi key\b/i.test(body));
}

/** What a refusal says; whatever follows is left unread. */
async function beginningOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    pieces.push(piece);
    bytes += piece.byteLength;
    if (bytes > REFUSAL_BYTES_AT_MOST) break;
  }
  return Buffer.concat(pieces).toString('utf8');
}

async function follow(first: URL, { key, signal }: ProviderCall): Promise<Response> {
  let url = first;
  for (let redirects = 0; ; redirects += 1) {
    const response = await fetch(url, { headers: { 'x-goog-api-key': key }, redirect: 'manual', signal });
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = URL.parse(location, url.href);
    if (next?.origin !== first.origin || redirects === REDIRECTS_AT_MOST)
      throw unavailable('google', key, 'the video lies on another host');
    url = next;
  }
}
