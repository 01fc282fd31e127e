import fc from 'fast-check';
import { isKeyword, normaliseKeyword } from './keyword-text.js';

describe('a keyword', () => {
  it.each([
    ['  Running   Shoes ', 'running shoes'],
    ['What is SEO?', 'what is seo'],
    ['ＳＥＯ', 'seo'],
    ['node.js & c++', 'node.js & c++'],
    ['“best” shoes (2026)!', 'best shoes 2026'],
    ['so\u00adfa\u200b', 'sofa'],
    ['line\nbreak\u0000', 'line break'],
  ])('%j is read as %j', (text, keyword) => {
    expect(normaliseKeyword(text)).toBe(keyword);
  });

  it('stays as it is once it has been read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const keyword = normaliseKeyword(text);
        expect(normaliseKeyword(keyword)).toBe(keyword);
        expect(keyword).not.toMatch(/^\s|\s$|\s\s|[\p{Cc}\p{Cs}]/u);
      }),
    );
  });

  it.each(['', ' ', '?!', '---', 'x'.repeat(81), 'a '.repeat(11), 7, null])('%j is none', (value) => {
    expect(isKeyword(value)).toBe(false);
  });
});
