import {
  AlignmentType,
  BorderStyle,
  type IBorderOptions,
  type ITableCellOptions,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  WidthType,
} from 'docx';
import { moneyWriter } from '../money/currency.js';
import type { DocumentBlock, ProposalDocument } from './proposal-document.js';
import { paragraph } from './word-text.js';

type Block<Kind extends DocumentBlock['kind']> = Extract<DocumentBlock, { kind: Kind }>;

const NONE: IBorderOptions = { style: BorderStyle.NONE, size: 0, color: 'auto' };
const RULE: IBorderOptions = { style: BorderStyle.SINGLE, size: 4, color: 'e5e7eb' };

/** A table of so many rows stays on one page. */
const FEW_ROWS = 8;

/** Items with quantity, price and amount; the last rows say what they come to. */
export function pricesTable(
  { rows, totals }: Block<'prices'>,
  document: ProposalDocument,
  width: number,
): Table {
  const money = moneyWriter(document.money);
  const widths = shareOut(width, [46, 12, 21, 21]);
  const head = headRow(['Item', 'Quantity', 'Price', 'Amount'], widths, { document, right: [1, 2, 3] });
  const body = rows.map(({ item, description, quantity, price, amount }, at) => {
    // A short table stays on one page; of a long one the last lines stay with the totals.
    const keepNext = rows.length <= FEW_ROWS || at >= rows.length - 2;
    const about = description === '' ? [] : [cellText(description, {}, { keepNext })];
    return wholeRow(
      [
        [cellText(item, { bold: true }, { keepNext }), ...about],
        ...[quantity, money(price), money(amount)].map((text) => [
          cellText(text, {}, { keepNext, right: true }),
        ]),
      ],
      widths,
    );
  });
  const sums = totals.map(({ label, amount }, at) =>
    totalRow([label, money(amount)], widths, {
      heading: document.palette.heading,
      isFirst: at === 0,
      isLast: at === totals.length - 1,
    }),
  );
  return table([head, ...body, ...sums], widths);
}

function totalRow(
  [label, amount]: readonly [string, string],
  widths: readonly number[],
  { heading, isFirst, isLast }: { heading: string; isFirst: boolean; isLast: boolean },
): TableRow {
  const [first = 0, second = 0, third = 0, last = 0] = widths;
  const run = isLast ? { bold: true, size: 22, color: heading } : {};
  const borders = { top: RULE, bottom: isLast ? { ...RULE, size: 12, color: heading } : RULE };
  const flow = { keepNext: !isLast };
  return new TableRow({
    cantSplit: true,
    children: [
      cell([cellText('')], { width: first, borders: { top: isFirst ? RULE : NONE, bottom: NONE } }),
      cell([cellText(label, run, flow)], { width: second + third, columnSpan: 2, borders }),
      cell([cellText(amount, run, { ...flow, right: true })], { width: last, borders }),
    ],
  });
}

export function phasesTable({ rows }: Block<'phases'>, document: ProposalDocument, width: number): Table {
  const widths = shareOut(width, [38, 18, 44]);
  const head = headRow(['Phase', 'Duration', 'Deliverables'], widths, { document, right: [] });
  const body = rows.map(({ phase, duration, deliverables }, at) => {
    const keepNext = rows.length <= FEW_ROWS && at < rows.length - 1;
    const items = deliverables.map((text) =>
      paragraph(text, { style: 'Cell', keepNext, numbering: { reference: 'marks', level: 1 } }),
    );
    return wholeRow(
      [
        [cellText(phase, { bold: true }, { keepNext })],
        [cellText(duration, {}, { keepNext })],
        items.length > 0 ? items : [cellText('')],
      ],
      widths,
    );
  });
  return table([head, ...body], widths);
}

export function termsTable({ rows }: Block<'terms'>, width: number): Table {
  const widths = shareOut(width, [28, 72]);
  const body = rows.map(({ label, text }) =>
    wholeRow([[cellText(label, { bold: true })], [cellText(text)]], widths),
  );
  return table(body, widths);
}

/** A table of one row without lines, such as two columns of text. */
export function plainRow(columns: readonly Paragraph[][], widths: readonly number[], fill?: string): Table {
  const row = new TableRow({
    cantSplit: true,
    children: columns.map((children, at) =>
      cell(children, {
        width: widths[at] ?? 0,
        borders: { top: NONE, bottom: NONE },
        ...(fill !== undefined && { fill, padding: 320 }),
      }),
    ),
  });
  return table([row], widths);
}

/** Whole twips in proportion to percentages. */
export function shareOut(width: number, percentages: readonly number[]): number[] {
  return percentages.map((percent) => Math.floor((width * percent) / 100));
}

function headRow(
  titles: readonly string[],
  widths: readonly number[],
  { document: { palette }, right }: { document: ProposalDocument; right: readonly number[] },
): TableRow {
  return new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: titles.map((title, at) =>
      cell(
        [
          cellText(
            title,
            { bold: true, color: palette.onPrimary },
            { keepNext: true, right: right.includes(at) },
          ),
        ],
        {
          width: widths[at] ?? 0,
          fill: palette.primary,
        },
      ),
    ),
  });
}

function wholeRow(columns: readonly Paragraph[][], widths: readonly number[]): TableRow {
  const children = columns.map((texts, at) => cell(texts, { width: widths[at] ?? 0 }));
  return new TableRow({ cantSplit: true, children });
}

interface CellLook {
  readonly width: number;
  readonly columnSpan?: number;
  readonly fill?: string;
  /** Twips between the edge and the text. */
  readonly padding?: number;
  readonly borders?: { readonly top?: IBorderOptions; readonly bottom?: IBorderOptions };
}

function cell(
  children: Paragraph[],
  { width, columnSpan, fill, padding = 100, borders }: CellLook,
): TableCell {
  const look: ITableCellOptions = {
    children,
    width: { size: width, type: WidthType.DXA },
    margins: { top: padding * 0.6, bottom: padding * 0.6, left: padding, right: padding },
    borders: { top: RULE, bottom: RULE, ...borders, left: NONE, right: NONE },
    ...(columnSpan !== undefined && { columnSpan }),
    ...(fill !== undefined && { shading: { type: ShadingType.CLEAR, fill, color: 'auto' } }),
  };
  return new TableCell(look);
}

function table(rows: TableRow[], widths: readonly number[]): Table {
  return new Table({
    rows,
    layout: TableLayoutType.FIXED,
    visuallyRightToLeft: false,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: [...widths],
    borders: {
      top: NONE,
      bottom: NONE,
      left: NONE,
      right: NONE,
      insideHorizontal: NONE,
      insideVertical: NONE,
    },
  });
}

function cellText(
  text: string,
  run: { bold?: boolean; size?: number; color?: string } = {},
  { keepNext = false, right = false }: { keepNext?: boolean; right?: boolean } = {},
): Paragraph {
  return paragraph(text, { style: 'Cell', keepNext, ...(right && { alignment: AlignmentType.RIGHT }) }, run);
}
