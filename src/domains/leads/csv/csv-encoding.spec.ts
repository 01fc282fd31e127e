import fc from 'fast-check';
import iconv from 'iconv-lite';
import { EncodingProbe } from './csv-encoding.js';

/** Lets the probe see the bytes in pieces of the given lengths. */
function probed(bytes: Buffer, pieces: readonly number[] = []) {
  const probe = new EncodingProbe();
  let at = 0;
  for (const length of pieces) {
    probe.push(bytes.subarray(at, at + length));
    at += length;
  }
  probe.push(bytes.subarray(at));
  return probe.end();
}

describe('the encoding of a file', () => {
  it('is UTF-8 when it is that throughout, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 20 }),
        (text, pieces) => {
          fc.pre(!text.includes('\u0000'));
          expect(probed(Buffer.from(text), pieces)).toBe('utf8');
        },
      ),
    );
  });

  it('is told by its mark, by its zeros, or by not being UTF-8', () => {
    const text = 'name;email\nJosé;jose@example.com\n';
    expect(probed(Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(text, 'utf-16le')]))).toBe(
      'utf-16le',
    );
    expect(probed(iconv.encode(text, 'utf-16le'))).toBe('utf-16le');
    expect(probed(iconv.encode(text, 'utf-16be'))).toBe('utf-16be');
    expect(probed(iconv.encode(text, 'windows-1252'), [1, 2, 3])).toBe('windows-1252');
    expect(probed(Buffer.from([0x61, 0xc3]))).toBe('windows-1252');
    expect(probed(Buffer.from(`${'a'.repeat(70_000)}\xe9`, 'latin1'), [65_536])).toBe('windows-1252');
  });
});
