import fc from 'fast-check';
import type { Heading } from '../texts/document-text.js';
import { chunksOf, LONGEST_CHUNK } from './chunk-text.js';

const word = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 14 }),
  fc.constantFrom(
    'Price.',
    'e.g.',
    'Dr.',
    '你好。',
    'Ünïcode!',
    '👩‍👩‍👧',
    '\n',
    '\n\n',
    '   ',
    '# Heading',
    'x'.repeat(400),
  ),
);
const text = fc.array(word, { maxLength: 600, size: 'max' }).map((words) => words.join(' '));
const texts = fc.oneof(text, fc.string({ unit: 'grapheme', maxLength: 4_000, size: 'max' }));
/** A text with headings at the beginning of some of its lines. */
const sections = fc
  .tuple(texts, fc.array(fc.nat(8), { maxLength: 40, size: 'max' }))
  .map(([written, levels]) => {
    const starts = [0, ...[...written.matchAll(/\n/g)].map(({ index }) => index + 1)];
    const headings = levels.flatMap((level, at): Heading[] => {
      const offset = starts[at * 2];
      return offset === undefined ? [] : [{ offset, level: level + 1, title: `Title ${at}` }];
    });
    return { written, headings };
  });

describe('the chunks of any text', () => {
  it('are exactly what stands at their offsets, and none is longer than the limit', () => {
    fc.assert(
      fc.property(sections, ({ written, headings }) => {
        for (const { start, end, content } of chunksOf(written, headings)) {
          expect(content).toBe(written.slice(start, end));
          expect(content.length).toBeLessThanOrEqual(LONGEST_CHUNK);
          expect(content).toBe(content.trim());
          expect(content).not.toBe('');
        }
      }),
    );
  });

  it('cover it in order: what is between two of them is only space', () => {
    fc.assert(
      fc.property(sections, ({ written, headings }) => {
        let covered = 0;
        let last = -1;
        for (const { start, end } of chunksOf(written, headings)) {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(covered);
          if (start > covered) expect(written.slice(covered, start).trim()).toBe('');
          [covered, last] = [end, start];
        }
        expect(written.slice(covered).trim()).toBe('');
      }),
    );
  });

  it('never cut a character in two', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('😀', '👩‍👩‍👧', 'a'), minLength: 900, maxLength: 4_000 }),
        (written) => {
          for (const { content } of chunksOf(written)) expect(content.isWellFormed()).toBe(true);
        },
      ),
    );
  });
});

describe('a text cut into chunks', () => {
  const sentence = (number: number): string =>
    `Sentence number ${number} tells a little about the plan of the spring campaign and its budget.`;
  const long = Array.from({ length: 40 }, (_, at) => sentence(at)).join(' ');

  it('keeps sentences whole and repeats the last 20 words of the chunk before', () => {
    const chunks = chunksOf(long);
    expect(chunks.length).toBeGreaterThan(3);
    for (const [at, chunk] of chunks.entries()) {
      expect(chunk.content).toMatch(/budget\.$/);
      const before = chunks[at - 1];
      if (!before) continue;
      const repeated = long.slice(chunk.start, before.end);
      expect(repeated.split(/\s+/)).toHaveLength(20);
      expect(before.content.endsWith(repeated)).toBe(true);
    }
  });

  it('says under which headings each chunk stands', () => {
    const parts = [
      '# Prices',
      'We charge by seat. '.repeat(30),
      '## Team',
      'Ten seats. '.repeat(60),
      '# Rules',
      'Be kind.',
    ];
    const written = parts.join('\n\n');
    const headings = [
      { offset: written.indexOf('# Prices'), level: 1, title: 'Prices' },
      { offset: written.indexOf('## Team'), level: 2, title: 'Team' },
      { offset: written.indexOf('# Rules'), level: 1, title: 'Rules' },
    ];
    expect(chunksOf(written, headings).map(({ heading, content }) => [heading, content.slice(0, 8)])).toEqual(
      [
        ['Prices', '# Prices'],
        ['Prices › Team', '## Team\n'],
        ['Rules', '# Rules\n'],
      ],
    );
  });

  it('packs small sections together under the heading of the first', () => {
    const written = '# One\nA.\n# Two\nB.';
    const headings = [
      { offset: 0, level: 1, title: 'One' },
      { offset: 9, level: 1, title: 'Two' },
    ];
    expect(chunksOf(written, headings)).toMatchObject([{ heading: 'One', content: written }]);
  });

  it('breaks Chinese at its own full stops', () => {
    const written = '春季活动的预算是五千欧元。'.repeat(200);
    const chunks = chunksOf(written);
    expect(chunks.length).toBeGreaterThan(2);
    for (const { content } of chunks) expect(content.at(-1)).toBe('。');
  });

  it('hashes and counts what it holds', () => {
    expect(chunksOf('abc')).toEqual([
      {
        start: 0,
        end: 3,
        content: 'abc',
        heading: null,
        hash: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
        tokens: 1,
      },
    ]);
    expect(chunksOf(' \n\t ')).toEqual([]);
  });

  it.each(['Some words of a sentence. ', 'x', '  ', '\n', 'word ', '好', '\u{1F600}', 'Ab.\n'])(
    'may be two million characters long, also when it is nothing but %j',
    (unit) => {
      const written = unit.repeat(2_000_000 / unit.length);
      const chunks = chunksOf(written);
      expect(chunks.reduce((most, { content }) => Math.max(most, content.length), 0)).toBeLessThanOrEqual(
        LONGEST_CHUNK,
      );
      expect(chunks.length).toBe(unit.trim() === '' ? 0 : chunks.length);
      expect(written.slice(chunks.at(-1)?.end ?? 0).trim()).toBe('');
    },
  );
});
