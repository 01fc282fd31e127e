import { buffer } from 'node:stream/consumers';
import fc from 'fast-check';
import { rangeOf, sliced } from './byte-range.js';

describe('a range of bytes', () => {
  it.each([
    ['bytes=0-', { first: 0, last: 9 }],
    ['bytes=2-4', { first: 2, last: 4 }],
    ['bytes=2-99', { first: 2, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-99', { first: 0, last: 9 }],
    ['bytes=10-', undefined],
    ['bytes=-0', undefined],
    ['bytes=4-2', undefined],
    ['bytes=-', undefined],
    ['bytes=0-1,3-4', undefined],
    ['items=0-1', undefined],
    [undefined, undefined],
  ])('of ten is what %s asks for', (header, range) => {
    expect(rangeOf(header, 10)).toEqual(range);
  });

  it('is cut out of a stream, in whatever pieces it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 6 }),
        fc.nat(40),
        fc.nat(40),
        async (pieces, first, more) => {
          const whole = Buffer.concat(pieces);
          const content = (async function* () {
            for (const piece of pieces) yield Buffer.from(piece);
          })();
          const cut = await buffer(sliced(content, { first, last: first + more }));
          expect(cut).toEqual(whole.subarray(first, first + more + 1));
        },
      ),
    );
  });
});
