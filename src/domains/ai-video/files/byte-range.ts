const RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/** Bytes of a file, the first and the last of them. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The one range that a header asks for (RFC 9110, section 14). Undefined for the whole file: where there is no header, where it
 * asks for several or in other units, or for what lies outside of the file.
 */
export function rangeOf(header: string | undefined, length: number): ByteRange | undefined {
  const [, from, to] = RANGE.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return Number(to) === 0 || length === 0 ? undefined : tail(Number(to), length);
  const first = Number(from);
  const last = to === '' ? length - 1 : Math.min(Number(to), length - 1);
  if (to !== '' && Number(to) < first) return undefined;
  return first < length ? { first, last } : undefined;
}

function tail(bytes: number, length: number): ByteRange {
  return { first: Math.max(0, length - bytes), last: length - 1 };
}

/** These bytes of what comes; the rest is not read. */
export async function* sliced(
  content: AsyncIterable<Buffer>,
  { first, last }: ByteRange,
): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const piece of content) {
    const start = at;
    at += piece.length;
    if (at <= first) continue;
    yield piece.subarray(Math.max(0, first - start), last + 1 - start);
    if (at > last) return;
  }
}
