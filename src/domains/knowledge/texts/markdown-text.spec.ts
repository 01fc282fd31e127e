import fc from 'fast-check';
import { markdownText } from './markdown-text.js';

describe('the headings of a Markdown text', () => {
  it('are told with their level and without their marks, code and quotes left aside', () => {
    const text =
      'Intro\n\n# A *b*\n\n```\n# no heading\n```\n\nTitle\n---\n\n### [Link](http://x.example) `c`\n';
    expect(markdownText(text)).toEqual({
      text,
      headings: [
        { offset: text.indexOf('# A'), level: 1, title: 'A b' },
        { offset: text.indexOf('Title'), level: 2, title: 'Title' },
        { offset: text.indexOf('###'), level: 3, title: 'Link c' },
      ],
      pages: null,
    });
  });

  it('stand where they are said to stand, in any text', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('# One', '## Two', '', '- item', '```', '> quote', '\t# code'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40, size: 'max' }), (lines) => {
        const text = lines.join('\n');
        let last = -1;
        for (const { offset } of markdownText(text).headings) {
          expect(offset).toBeGreaterThan(last);
          last = offset;
        }
      }),
    );
    const sections = Array.from({ length: 200 }, (_, at) => `# Title ${at}\n\nSome *words* about it.\n`).join(
      '\n',
    );
    for (const { offset, title } of markdownText(sections).headings)
      expect(sections.startsWith(`# ${title}\n`, offset)).toBe(true);
  });
});
