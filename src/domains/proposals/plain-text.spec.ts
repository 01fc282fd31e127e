import fc from 'fast-check';
import { cleanLine, cleanText, cut } from './plain-text.js';

const anything = fc.string({ unit: 'binary' });
const ILLEGAL_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

describe('text that somebody typed', () => {
  it('holds nothing that XML forbids once it is clean', () => {
    fc.assert(fc.property(anything, (text) => !ILLEGAL_IN_XML.test(cleanText(text))));
    for (const code of [...Array(0xa0).keys(), 0xd800, 0xdfff, 0xfdd0, 0xfffe, 0xffff])
      expect(cleanText(`a${String.fromCharCode(code)}b`)).not.toMatch(ILLEGAL_IN_XML);
  });

  it('keeps its letters, tabs and lines', () => {
    expect(cleanText(' Größe\tΑθήνα\r\nКиїв\u2028日本語 🙂\u0000\u0007\ufeff ')).toBe(
      'Größe\tΑθήνα\nКиїв\n日本語 🙂',
    );
    expect(cleanText('e\u0301')).toBe('é');
  });

  it('is clean at once, and on one line where a line is wanted', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
        expect(cleanLine(text)).not.toMatch(/[\n\t]/);
      }),
    );
  });

  it('is cut between two characters', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('ab🙂🙂', 4)).toBe('ab…');
    expect(cut('short', 5)).toBe('short');
  });
});
