import fc from 'fast-check';
import { csvCell, unguarded } from './csv-cell.js';
import { type CsvRecord, CsvRecords } from './csv-records.js';

const cellText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom('"', ',', ';', '\n', '\r', '\t', '=', '+', '-', '@', "'", '|', ' ', 'a', '＝'),
    maxLength: 8,
  }),
);

/** Reads the text in pieces of the given lengths. */
function read(text: string, pieces: readonly number[], delimiter = ','): CsvRecord[] {
  const records = new CsvRecords(delimiter);
  const found: CsvRecord[] = [];
  let at = 0;
  for (const length of pieces) {
    found.push(...records.push(text.slice(at, at + length)));
    at += length;
  }
  return [...found, ...records.push(text.slice(at)), ...records.end()];
}

const cellsOf = (records: CsvRecord[]) =>
  records.map((record) => ('cells' in record ? record.cells : record.problem));

describe('CSV', () => {
  it('that we write is read back cell for cell, however it is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cellText, { minLength: 2, maxLength: 4 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, pieces, lineEnd) => {
          const text = rows.map((row) => row.map(csvCell).join(',') + lineEnd).join('');
          const found = cellsOf(read(text, pieces)).map((cells) => (cells as string[]).map(unguarded));
          expect(found).toEqual(rows);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that we write holds no cell a spreadsheet takes for a formula', () => {
    fc.assert(
      fc.property(cellText, (text) => {
        expect(csvCell(text).replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r|＝＋－＠]/);
      }),
    );
  });

  it('of any kind is read without failing, and cutting it differently changes nothing', () => {
    const anything = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', 'b', ' '), maxLength: 60 });
    fc.assert(
      fc.property(anything, fc.array(fc.integer({ min: 0, max: 7 }), { maxLength: 30 }), (text, pieces) => {
        expect(read(text, pieces)).toEqual(read(text, []));
      }),
      { numRuns: 500 },
    );
  });

  it('loses only the row with a broken quote and tells its line', () => {
    expect(read('a,b\n"x,1\ny,2\n"p" q,3\nz,4', [])).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, problem: 'There is text after a closing quote', raw: '"x,1' },
      { line: 3, cells: ['y', '2'] },
      { line: 4, problem: 'There is text after a closing quote', raw: '"p" q,3' },
      { line: 5, cells: ['z', '4'] },
    ]);
    expect(read('a\n"never closed\nb', [])).toEqual([
      { line: 1, cells: ['a'] },
      { line: 2, problem: 'A quote is opened and never closed', raw: '"never closed' },
      { line: 3, cells: ['b'] },
    ]);
  });

  it('counts lines through quoted line ends, blank lines and mixed line ends', () => {
    expect(read('a;"1\n2"\r\n\r\nb;c\rd;e\n', [3, 3, 3], ';')).toEqual([
      { line: 1, cells: ['a', '1\n2'] },
      { line: 4, cells: ['b', 'c'] },
      { line: 5, cells: ['d', 'e'] },
    ]);
  });

  it('with a row of a megabyte is read on behind it, in bounded memory', () => {
    const found = read(`a,b\n"${'x'.repeat(1_000_000)}",1\nc,d\n`, Array<number>(40).fill(30_000));
    expect(cellsOf(found)).toEqual([['a', 'b'], 'The row is longer than 262144 characters', ['c', 'd']]);
  });
});
