import fc from 'fast-check';
import { FILE_ENDINGS, fileNameOf, mediaTypeOf, refuseDisguised } from './file-kind.js';

const code = (work: () => unknown) => {
  try {
    work();
    return 'taken';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('the name of a file', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['C:\\Users\\Ada\\report.PDF', 'report.pdf'],
    ['../../etc/passwd.txt', 'passwd.txt'],
    ['  Preis  liste.csv ', 'Preis liste.csv'],
    ['.hidden.txt', 'hidden.txt'],
    ['a\r\nBcc: b.txt', 'aBcc_ b.txt'],
    ['"x";y.txt', '_x_y.txt'],
    ['exe\u202Efdp.txt', 'exefdp.txt'],
    ['Übersicht.pdf', 'Übersicht.pdf'],
  ])('%j is %j', (given, name) => expect(fileNameOf(given)).toBe(name));

  it.each(['', '.pdf', 'pdf', '...', '/', 'a/b'])('%j is none', (given) => {
    expect(code(() => fileNameOf(given))).toBe('email/file-name-unfit');
  });

  it('is one short line without folders, quotes and letters that are not seen, and is left alone the second time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(...FILE_ENDINGS),
        (text, ending) => {
          let name = '';
          try {
            name = fileNameOf(`${text}.${ending}`);
          } catch {
            return;
          }
          expect(name).not.toMatch(/[\p{Cc}\p{Cf}/\\"<>|:;%]/u);
          expect([...name].length).toBeLessThanOrEqual(160);
          expect(name).toBe(fileNameOf(name));
          expect(mediaTypeOf(name)).toMatch(/^(?:application|image|text)\//);
        },
      ),
    );
  });
});

describe('a file', () => {
  const PROGRAMS = [
    'MZ\x90\x00',
    '\x7fELF\x02\x01',
    '#!/bin/sh\n',
    '\xca\xfe\xba\xbe',
    '<script>x()</script>',
    '\u0000',
  ];
  it.each([
    'a.exe',
    'a.js',
    'a.html',
    'a.svg',
    'a.zip',
    'a.docm',
    'a.pdf.bat',
    'a.constructor',
    'a.__proto__',
  ])('called %s is refused', (name) =>
    expect(code(() => mediaTypeOf(fileNameOf(name)))).toBe('email/file-type-refused'),
  );

  it('that is a program is refused, whatever it is called', () => {
    for (const ending of FILE_ENDINGS)
      for (const program of PROGRAMS)
        expect([
          ending,
          program,
          code(() => refuseDisguised(`a.${ending}`, Buffer.from(program, 'latin1'))),
        ]).toEqual([ending, program, 'email/file-type-refused']);
  });

  it.each([
    ['a.pdf', '%PDF-1.7'],
    ['a.txt', 'Grüße,\r\n\tAda'],
    ['a.csv', 'a;b\n1;2'],
    ['a.png', '\x89PNG\r\n\x1a\n\0'],
    ['a.docx', 'PK\x03\x04\x14'],
    ['a.ics', 'BEGIN:VCALENDAR\r\n'],
  ])('called %s that begins like one is taken', (name, head) => {
    expect(code(() => refuseDisguised(name, Buffer.from(head, 'latin1')))).toBe('taken');
  });
});
