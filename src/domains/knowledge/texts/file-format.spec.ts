import { decoded } from './plain-text.js';
import { formatOf } from './file-format.js';

const format = (head: string | Buffer, name = 'file.bin', type = 'application/octet-stream'): string =>
  formatOf(Buffer.from(head), name, type);

describe('what a file is', () => {
  it.each([
    ['a PDF called text', '%PDF-1.7\n', 'notes.txt', 'pdf'],
    ['a PDF behind a mark', '\ufeff%PDF-1.4', '', 'pdf'],
    ['a ZIP archive', 'PK\u0003\u0004rest', 'a.txt', 'docx'],
    ['HTML called text', '<!-- made by hand -->\n<!DOCTYPE html><p>', 'notes.txt', 'html'],
    ['HTML by its name', '<p>Hello', 'page.HTM', 'html'],
    ['Markdown by its name', '# Title', 'notes.md', 'markdown'],
    ['text', 'Plain words with an umlaut: ä', 'notes.txt', 'text'],
    ['text about HTML', 'The tag <html> opens a page.', 'notes.txt', 'text'],
  ])('is found from its content: %s', (_, head, name, expected) => {
    expect(format(head, name)).toBe(expected);
  });

  it.each([
    ['a program', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0])],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])],
    ['a text with a NUL', Buffer.from('a\0b')],
  ])('is refused when it is %s, whatever it is called', (_, head) => {
    expect(() => format(head, 'notes.md', 'text/markdown')).toThrow('none of the files that can be read');
  });

  it('is refused with advice when it is an old or protected Office file', () => {
    expect(() => format(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]))).toThrow(
      'save it as .docx',
    );
  });
});

describe('many comments before something else', () => {
  it('are read through once', () => {
    expect(format(`${'<!-- --> '.repeat(450)}x`, 'notes.txt')).toBe('text');
    expect(format(`${'<!-- --> '.repeat(450)}<html>`, 'notes.txt')).toBe('html');
  });
});

describe('a text file', () => {
  it.each([
    ['UTF-8 with a mark', Buffer.from('\ufeffZoë\r\nÅ')],
    ['UTF-16, little end first', Buffer.from('\ufeffZoë\rÅ', 'utf16le')],
    ['Windows', Buffer.from('Zo\u00eb\n\u00c5', 'latin1')],
  ])('is read as %s', (_, bytes) => {
    expect(decoded(bytes)).toBe('Zoë\nÅ');
  });
});
