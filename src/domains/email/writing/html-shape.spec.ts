import fc from 'fast-check';
import { refuseExcessive } from './html-shape.js';
import { composed } from './mail-words.js';

const AIDS = { blocks: new Map<string, string>(), defaults: {} };
const NESTING = ['b', 'div', 'table', 'SPAN', 'x'];
const SIDE_BY_SIDE = ['p', 'br', 'img', 'td', 'tr', 'li'];

const reason = (html: string) => {
  try {
    refuseExcessive(html);
    return 'taken';
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    return `${code}: ${message}`;
  }
};
/** Counts how many tags of a text are looked at. */
function looksAt(html: string): number {
  let looks = 0;
  const counted = Object.assign(new String(html), {
    *matchAll(pattern: RegExp) {
      for (const match of html.matchAll(pattern)) {
        looks += 1;
        yield match;
      }
    },
  });
  reason(counted as unknown as string);
  return looks;
}

describe('HTML that is deep', () => {
  it('is refused beyond 256 levels, and taken up to them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...NESTING), fc.integer({ min: 1, max: 600 }), (tag, depth) => {
        const html = `<${tag}>`.repeat(depth) + `</${tag}>`.repeat(depth);
        expect(reason(html) === 'taken').toBe(depth <= 256);
      }),
    );
  });

  it('is taken however often its tags are closed, or end by themselves', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            ...NESTING.map((tag) => `<${tag}>a</${tag}>`),
            ...SIDE_BY_SIDE.map((tag) => `<${tag}>`),
          ),
          {
            maxLength: 2_000,
          },
        ),
        (pieces) => expect(reason(pieces.join(''))).toBe('taken'),
      ),
    );
  });

  it.each(['<b>'.repeat(60_000), '<p>'.repeat(60_000), '<b></b>'.repeat(28_000)])(
    'of 180 KB is given up at the limit: %#',
    (html) => {
      expect(reason(html)).toContain('email/template-invalid');
      expect(looksAt(html)).toBeLessThanOrEqual(20_001);
      expect(looksAt(`<b>`.repeat(60_000))).toBe(257);
    },
  );

  it('is refused before anything else reads it', () => {
    const html = '<b>'.repeat(60_000);
    expect(() => composed({ subject: 'x', html }, AIDS)).toThrow(/256 deep/);
    const inBlock = { subject: 'x', html: `{% include 'a' %}` };
    expect(() => composed(inBlock, { ...AIDS, blocks: new Map([['a', html]]) })).toThrow(/256 deep/);
  });
});
