import fc from 'fast-check';
import { piecesOf } from './pieces.js';

async function* arriving(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

const pieces = async (chunks: readonly Uint8Array[], lengths: readonly number[]): Promise<Buffer[]> => {
  const all: Buffer[] = [];
  for await (const piece of piecesOf(arriving(chunks), lengths)) all.push(piece);
  return all;
};

describe('a file in pieces', () => {
  it('is the same file, whatever it arrives in, in pieces as long as asked for', async () => {
    const chunk = fc.uint8Array({ maxLength: 20 });
    const size = fc.integer({ min: 1, max: 15 });
    await fc.assert(
      fc.asyncProperty(fc.array(chunk), size, async (chunks, length) => {
        const whole = Buffer.concat(chunks);
        const wanted = Array.from({ length: Math.ceil(whole.length / length) }, () => length);
        const cut = await pieces(chunks, wanted);
        expect(Buffer.concat(cut)).toEqual(whole);
        for (const piece of cut.slice(0, -1)) expect(piece).toHaveLength(length);
      }),
    );
  });

  it('ends where the file does', async () => {
    expect((await pieces([Buffer.from('loaf')], [3, 3, 3])).map(String)).toEqual(['loa', 'f']);
    expect(await pieces([], [3])).toEqual([]);
  });
});
