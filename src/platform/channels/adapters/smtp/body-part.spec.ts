import fc from 'fast-check';
import { encodedBody } from './body-part.js';

const lineBreaks = (text: string) => text.replace(/\r\n|\r|\n/g, '\r\n');

/** Reads a body back as RFC 2045 says. */
function decoded({ encoding, text }: ReturnType<typeof encodedBody>): string {
  if (encoding === '7bit') return text;
  if (encoding === 'base64') return Buffer.from(text, 'base64').toString('utf8');
  const octets = text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => {
    return String.fromCharCode(Number.parseInt(hex, 16));
  });
  return Buffer.from(octets, 'latin1').toString('utf8');
}

describe('a body of a mail on its way', () => {
  const pieces = fc.oneof(
    fc.constantFrom('\n', '\r\n', '\r', '=', '.', ' ', '\t', 'From ', 'ü', '漢', '👍', '\u2028', '\0'),
    fc.string({ maxLength: 200 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  );
  const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(''));

  it('is read as it was written, whatever it says', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(decoded(encodedBody(text))).toBe(lineBreaks(Buffer.from(text, 'utf8').toString('utf8')));
      }),
    );
  });

  it('has only lines that every server takes, and that none takes for something else', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const line of encodedBody(text).text.split('\r\n')) {
          expect(line).toMatch(/^[\t\x20-\x7E]{0,76}$/);
          expect(line).not.toMatch(/[ \t]$|^From /);
        }
      }),
    );
  });

  it('cannot hold what ends it, for nothing in it looks like the boundary', () => {
    fc.assert(fc.property(texts, (text) => expect(encodedBody(text).text).not.toContain('=_')));
  });

  it.each([
    ['Hello\nworld', '7bit'],
    [`${'Grüße aus Oslo. '.repeat(20)}`, 'quoted-printable'],
    ['x'.repeat(77), 'quoted-printable'],
    ['Привет, мир. '.repeat(20), 'base64'],
  ] as const)('travels in the form that fits: %s', (text, encoding) => {
    expect(encodedBody(text).encoding).toBe(encoding);
  });
});
