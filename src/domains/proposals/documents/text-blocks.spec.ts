import fc from 'fast-check';
import { textBlocks } from './text-blocks.js';

describe('a text with paragraphs and lists', () => {
  it('is read as it was typed', () => {
    expect(textBlocks('One\ntwo\n\n- a\n  goes on\n* b\n1. first\n2) second\n\n\nEnd - not a list')).toEqual([
      { kind: 'paragraph', text: 'One\ntwo' },
      { kind: 'list', numbered: false, items: ['a\ngoes on', 'b'] },
      { kind: 'list', numbered: true, items: ['first', 'second'] },
      { kind: 'paragraph', text: 'End - not a list' },
    ]);
    expect(textBlocks(' \n\n')).toEqual([]);
    expect(textBlocks('-5 degrees\n2026. was')).toHaveLength(1);
  });

  it('loses no word', () => {
    const line = fc.constantFrom('plain words', '- item', '1. first', '', '   ', '-', '* ', 'a - b');
    const wordsOf = (text: string) => text.match(/[a-z]+/g) ?? [];
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const text = lines.join('\n');
        const read = textBlocks(text).flatMap((block) =>
          block.kind === 'list' ? block.items : [block.text],
        );
        expect(wordsOf(read.join(' '))).toEqual(wordsOf(text));
      }),
    );
  });
});
