import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const FIRST = ['Ada', 'Grace', 'José', 'Zoë', 'Linus', 'Mary Ann', 'Jürgen', 'Aoife'];
const LAST = ['Lovelace', 'Hopper', 'García', 'O’Neill', 'van den Berg', 'Müller', 'Smith'];
const COMPANIES = [
  'Analytical Engines',
  '"Fish, Chips & Co"',
  'Müller GmbH',
  '"The ""Best"" Bakery"',
  'Acme',
];
const TITLES = ['Head of Marketing', 'CEO', '"Buyer, senior"', 'Engineer'];
const INDUSTRIES = ['Software', 'Retail', 'Health', 'Energy', 'Media', 'Logistics'];
const COUNTRIES = ['Germany', 'France', 'United Kingdom', 'Spain'];
const ROWS_PER_PIECE = 1_000;

/** Writes a CSV of leads as an address book exports it: some cells are quoted, every address is there once. */
export async function writeLeadsFile(path: string, rows: number): Promise<void> {
  await pipeline(Readable.from(pieces(rows)), createWriteStream(path));
}

function* pieces(rows: number): Generator<string> {
  yield 'First Name,Last Name,Email,Phone,Company,Job Title,Industry,Country,Lead Score\n';
  for (let from = 0; from < rows; from += ROWS_PER_PIECE) {
    const until = Math.min(rows, from + ROWS_PER_PIECE);
    yield Array.from({ length: until - from }, (_, at) => line(from + at)).join('');
  }
}

/** The numbers are spread so that addresses arrive in no order. */
function line(number: number): string {
  const spread = (number * 7_919) % 1_000_003;
  const of = (words: readonly string[]) => words[spread % words.length] ?? '';
  const address = `Person.${spread}@company-${spread % 5_000}.example`;
  const cells = [of(FIRST), of(LAST), address, `+44 20 7946 ${spread % 10_000}`, of(COMPANIES), of(TITLES)];
  return `${[...cells, of(INDUSTRIES), of(COUNTRIES), spread % 101].join(',')}\n`;
}
