/** The bytes of a stream in pieces as long as asked for, the last maybe shorter; one piece at a time is held. */
export async function* piecesOf(
  body: AsyncIterable<Uint8Array>,
  lengths: Iterable<number>,
): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  for (const length of lengths) {
    const piece = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      if (rest.length === 0) {
        const { done, value } = await chunks.next();
        if (done) break;
        rest = value;
      }
      const taken = rest.subarray(0, length - filled);
      piece.set(taken, filled);
      filled += taken.length;
      rest = rest.subarray(taken.length);
    }
    if (filled > 0) yield piece.subarray(0, filled);
    if (filled < length) return;
  }
}
