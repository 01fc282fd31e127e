import { docxText } from '#domains/knowledge/texts/docx-text';
import { docxOf, zipOf } from './knowledge.makers.js';

describe('a Word document', () => {
  it('is read with its headings', async () => {
    const bytes = await docxOf([{ heading: 'Tone', text: 'Short.' }]);
    expect(await docxText(bytes)).toEqual({
      text: 'Tone\n\nShort.',
      headings: [{ offset: 0, level: 1, title: 'Tone' }],
      pages: null,
    });
  });

  it.each([
    ['has a password', zipOf({ 'word/document.xml': Buffer.from('x') }, { encrypted: true }), 'password'],
    ['declares entities', zipOf({ 'a.xml': Buffer.from('<?xml version="1.0"?><!DOCTYPE a []>') }), 'damaged'],
    ['is cut off', zipOf({ 'a.xml': Buffer.from('x') }).subarray(0, 40), 'damaged'],
    ['is another archive', zipOf({ 'a.txt': Buffer.from('x') }), 'not a Word document'],
    ['has parts that do not unpack', damaged(), 'damaged'],
    ['has no words in its parts', wordless(), 'damaged'],
  ])('that %s is refused with the reason', async (_, bytes, reason) => {
    await expect(docxText(bytes)).rejects.toThrow(reason);
  });
});

function damaged(): Buffer {
  const bytes = zipOf({ 'word/document.xml': Buffer.from('some words') });
  bytes.fill(0xff, 47, 57);
  return bytes;
}

function wordless(): Buffer {
  return zipOf({ '[Content_Types].xml': Buffer.from('x'), 'word/document.xml': Buffer.from('<broken') });
}
