const MOST_BYTES = 5 * 1024 * 1024;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/**
 * One call over HTTP: ended at `signal`, never along a redirect, which would carry the account to whoever it names, and with
 * at most 5 MiB of answer.
 */
export async function fetchReply(url: string, init: RequestInit): Promise<Reply> {
  const response = await fetch(url, { ...init, redirect: 'error' });
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early lets go of the connection.
  for await (const piece of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) throw new Error(`The answer is larger than ${MOST_BYTES} bytes.`);
    pieces.push(piece);
  }
  return { status: response.status, headers: response.headers, text: Buffer.concat(pieces).toString('utf8') };
}
