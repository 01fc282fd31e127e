import type { Content, TableLayout } from 'pdfmake/js/index.js';
import { setText } from './pdf-font.js';
import type { DocumentBlock, PriceRow, ProposalDocument } from './proposal-document.js';

type Block<Kind extends DocumentBlock['kind']> = Extract<DocumentBlock, { kind: Kind }>;

/** What the tables of a page are made with. */
export interface PdfTables {
  readonly document: ProposalDocument;
  /** Width of the text, in points. */
  readonly width: number;
  readonly money: (minor: number) => string;
}

const PADDING = 6;
const SIZE = 9;
/** The widest common character of an amount, in points of a size of 9. */
const CHARACTER = 5.3;
/** The widest character at all. */
const WIDEST = 8.5;
const LINE_HEIGHT = 12.5;
/** Points. What is higher is divided between pages; kept whole, a row that is higher than a page would be lost. */
const HIGHEST_WHOLE_ROW = 320;
const HIGHEST_WHOLE_TABLE = 380;
const RULE = '#e5e7eb';

/** Items with quantity, price and amount; below them what they come to. */
export function pricesTable({ rows, totals }: Block<'prices'>, page: PdfTables): Content {
  const { money } = page;
  const amounts = [
    ...rows.flatMap(({ price, amount }) => [price, amount]),
    ...totals.map(({ amount }) => amount),
  ];
  const amountWidth = Math.min(
    150,
    Math.max(60, ...amounts.map((amount) => money(amount).length * CHARACTER)),
  );
  const quantityWidth = Math.max(42, ...rows.map(({ quantity }) => quantity.length * CHARACTER));
  const widths = columns(page.width, [quantityWidth, amountWidth, amountWidth]);
  const right = (text: string): Content => ({ text, alignment: 'right', noWrap: true });
  const head = headRow(['Item', 'Quantity', 'Price', 'Amount'], page, 1);
  const body = rows.map((row) => [
    itemCell(row),
    right(setText(row.quantity)),
    right(money(row.price)),
    right(money(row.amount)),
  ]);
  const heights = rows.map(({ item, description }) => highest([`${item}\n${description}`, widths[0]]));
  return {
    margin: [0, 2, 0, 10],
    unbreakable: isWholeTable(heights),
    stack: [table([head, ...body], widths, heights), totalsTable(totals, page, amountWidth)],
  };
}

export function phasesTable({ rows }: Block<'phases'>, page: PdfTables): Content {
  const widths = columns(page.width, [86, page.width * 0.42]);
  const head = headRow(['Phase', 'Duration', 'Deliverables'], page, 3);
  const body = rows.map(({ phase, duration, deliverables }) => [
    { text: setText(phase), bold: true },
    { text: setText(duration) },
    deliverables.length === 0
      ? { text: '' }
      : { ul: deliverables.map(setText), markerColor: `#${page.document.palette.accent}` },
  ]);
  const heights = rows.map(({ phase, deliverables }) =>
    highest([phase, widths[0]], [deliverables.join('\n'), widths[2]]),
  );
  return {
    margin: [0, 2, 0, 10],
    unbreakable: isWholeTable(heights),
    ...table([head, ...body], widths, heights),
  };
}

export function termsTable({ rows }: Block<'terms'>, page: PdfTables): Content {
  const widths = columns(page.width, [page.width * 0.68]);
  const body = rows.map(({ label, text }) => [{ text: setText(label), bold: true }, { text: setText(text) }]);
  const heights = rows.map(({ text }) => highest([text, widths[1]]));
  return { margin: [0, 2, 0, 10], unbreakable: isWholeTable(heights), ...table(body, widths, heights, 0) };
}

function totalsTable(
  totals: Block<'prices'>['totals'],
  { document, money, width }: PdfTables,
  amountWidth: number,
): Content {
  const { palette } = document;
  const labelWidth = 150;
  const rows = totals.map(({ label, amount }, at): Content[] => {
    const isTotal = at === totals.length - 1;
    const look = isTotal ? { bold: true, fontSize: 11, color: `#${palette.heading}` } : {};
    return [
      { text: setText(label), ...look },
      { text: money(amount), alignment: 'right', noWrap: true, ...look },
    ];
  });
  const widths = [labelWidth, amountWidth + 16];
  const left = width - labelWidth - amountWidth - 16 - 4 * PADDING;
  return {
    margin: [left, 0, 0, 0],
    unbreakable: true,
    fontSize: SIZE,
    table: { widths, body: rows, dontBreakRows: true },
    layout: {
      ...LINES,
      hLineWidth: (at) => (at === totals.length ? 1.5 : 0.5),
      hLineColor: (at) => (at === totals.length ? `#${palette.heading}` : RULE),
    },
  };
}

/** Points for the last columns are given, the first takes what is left. */
function columns(width: number, last: readonly number[]): number[] {
  const taken = last.reduce((sum, column) => sum + column, 0) + 2 * PADDING * (last.length + 1);
  return [width - taken, ...last];
}

function headRow(
  titles: readonly string[],
  { document: { palette } }: PdfTables,
  leftAligned: number,
): Content[] {
  return titles.map((text, at) => ({
    text,
    style: 'head',
    fillColor: `#${palette.primary}`,
    alignment: at < leftAligned ? 'left' : 'right',
  }));
}

function table(body: Content[][], widths: number[], heights: readonly number[], headerRows = 1) {
  const wholeRows = heights.every((height) => height <= HIGHEST_WHOLE_ROW);
  return {
    fontSize: SIZE,
    table: {
      widths,
      body,
      headerRows,
      keepWithHeaderRows: wholeRows ? headerRows : 0,
      dontBreakRows: wholeRows,
    },
    layout: LINES,
  };
}

function itemCell({ item, description }: PriceRow): Content {
  const name = { text: setText(item), bold: true };
  return description === '' ? name : { stack: [name, { text: setText(description), color: '#4b5563' }] };
}

/** How high a row of these texts and column widths is at most, however wide the characters are. */
function highest(...cells: readonly [text: string, width: number | undefined][]): number {
  const lines = cells.map(([text, width = 1]) =>
    text.split('\n').reduce((sum, line) => sum + Math.ceil((line.length * WIDEST) / width + 0.5), 0),
  );
  return Math.max(...lines) * LINE_HEIGHT + 2 * PADDING;
}

function isWholeTable(heights: readonly number[]): boolean {
  return heights.reduce((sum, height) => sum + height, 0) <= HIGHEST_WHOLE_TABLE;
}

const LINES: TableLayout = {
  hLineWidth: () => 0.5,
  vLineWidth: () => 0,
  hLineColor: () => RULE,
  paddingLeft: () => PADDING,
  paddingRight: () => PADDING,
  paddingTop: () => 5,
  paddingBottom: () => 4,
};
