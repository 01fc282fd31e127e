import type { DocumentFormat } from '#domains/knowledge/texts/document-text';
import { readDocument } from '#domains/knowledge/texts/read-document';
import { docxOf, pdfOf, zipOf } from './knowledge.makers.js';

const bytes = (text: string): Buffer => Buffer.from(text);
const word = (files: Record<string, string>, more: { encrypted?: boolean } = {}): Buffer =>
  zipOf(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)])), more);

describe('a file that cannot be read', () => {
  it.each<[string, DocumentFormat, () => Buffer | Promise<Buffer>, string]>([
    [
      'a PDF with a password',
      'pdf',
      () => pdfOf(['secret'], { userPassword: 'x' }),
      'protected by a password',
    ],
    ['a PDF without text', 'pdf', () => pdfOf(['']), 'holds no text, only pictures'],
    ['a PDF without end', 'pdf', () => pdfOf(Array<string>(2_001).fill('x')), '2,001 pages; at most 2,000'],
    ['a damaged PDF', 'pdf', () => bytes('%PDF-1.7 nothing'), 'damaged'],
    ['another archive', 'docx', () => word({ 'a.txt': 'x' }), 'not a Word document'],
    ['a locked Word document', 'docx', () => word({ a: 'x' }, { encrypted: true }), 'password'],
    ['one that declares entities', 'docx', () => word({ 'a.xml': '<?xml?><!DOCTYPE a []>' }), 'damaged'],
    ['one that is cut off', 'docx', () => word({ a: 'x' }).subarray(0, 40), 'damaged'],
    ['one whose parts do not unpack', 'docx', () => word({ a: 'some words' }).fill(0xff, 31, 40), 'damaged'],
    [
      'one without words',
      'docx',
      () => word({ '[Content_Types].xml': 'x', 'word/document.xml': '<' }),
      'damaged',
    ],
    ['one that unpacks to very much', 'docx', () => bombOf(200), 'larger than 100 MiB'],
    ['blank text', 'text', () => bytes(' \n '), 'holds no text'],
    ['a text without end', 'markdown', () => bytes('a '.repeat(2_600_000)), 'more than 5,000,000 characters'],
  ])('tells why: %s', async (_, format, make, reason) => {
    const content = new Uint8Array(await make());
    await expect(readDocument({ format, content })).rejects.toThrow(reason);
  });
});

describe('a file that can be read', () => {
  it('gives its words, and in Word its headings', async () => {
    const content = new Uint8Array(await docxOf([{ heading: 'Tone', text: 'Short.' }]));
    const { text, pages, chunks } = await readDocument({ format: 'docx', content });
    expect([text, pages, chunks.map(({ heading }) => heading)]).toEqual(['Tone\n\nShort.', null, ['Tone']]);
  });

  it('is read as it was printed: divided words and broken lines are put together', async () => {
    const content = new Uint8Array(await pdfOf(['We do mar-\nketing that\nworks.\nAlways.', 'Second page.']));
    const { text, pages } = await readDocument({ format: 'pdf', content });
    expect([text, pages]).toEqual(['We do marketing that works.\nAlways.\n\nSecond page.', 2]);
  });
});

/** So many mebibytes that pack to a thousandth. */
function bombOf(mebibytes: number): Buffer {
  return zipOf({
    '[Content_Types].xml': bytes('x'),
    'word/document.xml': Buffer.alloc(mebibytes * 1024 * 1024, 'a'),
  });
}
