import fc from 'fast-check';
import type { TemplateContent } from '../template-content.js';
import { templateDiff } from './template-diff.js';

const content = (html_content: string, more: Partial<TemplateContent> = {}): TemplateContent => ({
  subject: 'Hi',
  preheader: null,
  mjml_content: null,
  html_content,
  text_content: null,
  merge_tags: [],
  defaults: {},
  translations: {},
  strict: false,
  attachments: [],
  ...more,
});
const html = fc
  .array(fc.constantFrom('<p>', 'a', 'b', '', '  a', '-', '+'), { maxLength: 12 })
  .map((lines) => lines.join('\n'));
const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

describe('what changed between two revisions', () => {
  it('leads from the one to the other, whatever they say', () => {
    fc.assert(
      fc.property(html, html, (before, after) => {
        const part = templateDiff(content(before), content(after)).find((one) => one.part === 'html_content');
        const old = linesOf(before);
        const made: string[] = [];
        let at = 0;
        for (const { old_start, lines } of part?.hunks ?? []) {
          const removed = lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
          const start = removed.length === 0 ? old_start : old_start - 1;
          made.push(
            ...old.slice(at, start),
            ...lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1)),
          );
          expect(old.slice(start, start + removed.length)).toEqual(removed);
          at = start + removed.length;
        }
        expect([...made, ...old.slice(at)]).toEqual(linesOf(after));
      }),
    );
  });

  it('is nothing where they are alike', () => {
    fc.assert(fc.property(html, (same) => expect(templateDiff(content(same), content(same))).toEqual([])));
  });

  it('is told for every part, translations too', () => {
    const translated = { ...content('<p>Hallo</p>'), subject: 'Hallo' };
    const parts = templateDiff(
      content('x', { merge_tags: ['a'], defaults: { a: '1' } }),
      content('x', { subject: 'Ho', strict: true, defaults: { a: '2' }, translations: { de: translated } }),
    ).map(({ part }) => part);
    expect(parts).toEqual([
      'subject_line',
      'merge_tags',
      'defaults',
      'strict',
      'translations.de.subject',
      'translations.de.html_content',
    ]);
  });

  it('of what was rewritten from top to bottom is found in no time', () => {
    const [before, after] = ['a', 'b'].map((sign) =>
      Array.from({ length: 20_000 }, (_, line) => `${sign}${line}`).join('\n'),
    );
    const started = performance.now();
    const [part] = templateDiff(content(before!), content(after!));
    expect(part).toMatchObject({ rewritten: true, added: 20_000, removed: 20_000 });
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
