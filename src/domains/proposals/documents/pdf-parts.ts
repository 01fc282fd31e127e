import type { Content, TableLayout } from 'pdfmake/js/index.js';
import { missingCharacters, setText } from './pdf-font.js';
import { pricesTable, phasesTable, termsTable } from './pdf-tables.js';
import type { DocumentBlock, DocumentSection, ProposalDocument } from './proposal-document.js';

/** What the parts of a page are made with. */
export interface PdfPage {
  readonly document: ProposalDocument;
  /** Width of the text, in points. */
  readonly width: number;
  /** An amount of minor units as it is printed. */
  readonly money: (minor: number) => string;
}

/** Points between the edge of the paper and the text. */
export const MARGIN = { side: 56, top: 64, bottom: 64 };
const LOGO_BOX: [number, number] = [160, 34];
/** Characters and lines of a text that is lower than a third of a page, however wide its characters are. */
const SHORT_OPENING = 400;
const SHORT_LINES = 8;

/** The band at the top with the title, and below it who it is for and when it was made. */
export function coverBlock({ document, width }: PdfPage): Content[] {
  const { palette, title, preparedFor, details } = document;
  const color = `#${palette.onPrimary}`;
  const band: Content = {
    fillColor: `#${palette.primary}`,
    stack: [
      {
        columns: [
          senderOf(document),
          { text: 'PROPOSAL', fontSize: 9, characterSpacing: 2, color, alignment: 'right', width: 100 },
        ],
      },
      { text: setText(title), fontSize: titleSize(title), lineHeight: 1.1, color, margin: [0, 30, 0, 0] },
    ],
  };
  return [
    {
      margin: [-MARGIN.side, -MARGIN.top, -MARGIN.side, 22],
      table: {
        widths: [width],
        body: [[band], [{ text: ' ', fontSize: 3, lineHeight: 1, fillColor: `#${palette.accent}` }]],
      },
      layout: BAND,
    },
    {
      margin: [0, 0, 0, 10],
      columnGap: 24,
      columns: [
        labelled('PREPARED FOR', preparedFor, width * 0.55),
        {
          width: '*',
          stack: details.map(({ label, value, inEnglish }) => ({
            columns: [
              { text: label.toUpperCase(), style: 'label', width: 84, margin: [0, 2, 0, 3] },
              { text: setText(missingCharacters(value).length === 0 ? value : inEnglish), width: '*' },
            ],
          })),
        },
      ],
    },
  ];
}

/** A heading and its blocks. A short opening stays with the heading, and so does a small table after a short opening. */
export function sectionBlocks({ title, blocks }: DocumentSection, page: PdfPage): Content[] {
  const heading: Content = {
    stack: [
      { canvas: [{ type: 'rect', x: 0, y: 0, w: 28, h: 2, color: `#${page.document.palette.accent}` }] },
      { text: setText(title), style: 'heading', margin: [0, 5, 0, 6] },
    ],
    headlineLevel: 1,
    unbreakable: true,
    margin: [0, 14, 0, 0],
  };
  const parts = blocks.map((block) => blockOf(block, page));
  const together = togetherWithHeading(blocks, parts);
  return [
    { stack: [heading, ...parts.slice(0, together)], unbreakable: together > 0 },
    ...parts.slice(together),
  ];
}

/** How many of the first blocks stand on the page of their heading; together they are lower than a page. */
function togetherWithHeading(blocks: readonly DocumentBlock[], parts: readonly Content[]): number {
  const table = blocks.findIndex((block) => textOf(block) === undefined);
  const opening = blocks.slice(0, table).map(textOf).join('\n');
  if (table >= 0 && isShort(opening) && parts[table]?.unbreakable) return table + 1;
  const first = blocks[0] && textOf(blocks[0]);
  return first !== undefined && isShort(first) ? 1 : 0;
}

/** Where both sides sign. */
export function acceptanceBlock({ document, width }: PdfPage): Content {
  const gap = 32;
  const side = (width - gap) / 2;
  const lines = (who: string): Content => ({
    width: side,
    stack: [
      { text: setText(who), bold: true, margin: [0, 0, 0, 12] },
      ...['Name', 'Date', 'Signature'].map((label) => ({
        stack: [
          {
            canvas: [
              { type: 'line' as const, x1: 0, y1: 0, x2: side, y2: 0, lineWidth: 0.5, lineColor: '#9ca3af' },
            ],
          },
          { text: label, style: 'small', margin: [0, 2, 0, 13] as [number, number, number, number] },
        ],
      })),
    ],
  });
  return {
    unbreakable: true,
    stack: [
      { text: 'Acceptance', style: 'heading', margin: [0, 14, 0, 8] },
      {
        text: 'By signing, both sides agree to what this proposal describes, at the prices and on the terms named in it.',
        margin: [0, 0, 0, 10],
      },
      { columns: [lines(document.client), lines(document.author ?? 'Provider')], columnGap: gap },
    ],
  };
}

function blockOf(block: DocumentBlock, page: PdfPage): Content {
  switch (block.kind) {
    case 'paragraph':
      return { text: setText(block.text), margin: [0, 0, 0, 7] };
    case 'list': {
      const items = block.items.map((item) => ({
        text: setText(item),
        margin: [0, 0, 0, 2] as [number, number, number, number],
      }));
      const list = block.numbered ? { ol: items } : { ul: items };
      return { ...list, markerColor: `#${page.document.palette.accent}`, margin: [4, 0, 0, 8] };
    }
    case 'prices':
      return pricesTable(block, page);
    case 'phases':
      return phasesTable(block, page);
    case 'terms':
      return termsTable(block, page);
  }
}

function isShort(text: string): boolean {
  return text.length <= SHORT_OPENING && text.split('\n').length <= SHORT_LINES;
}

/** The words of a paragraph or list; undefined for a table. */
function textOf(block: DocumentBlock): string | undefined {
  if (block.kind === 'paragraph') return block.text;
  return block.kind === 'list' ? block.items.join('\n') : undefined;
}

function senderOf({ logo, author, palette }: ProposalDocument): Content {
  if (!logo)
    return {
      text: setText(author ?? ''),
      fontSize: 12,
      bold: true,
      color: `#${palette.onPrimary}`,
      width: '*',
    };
  const mediaType = logo.type === 'png' ? 'image/png' : 'image/jpeg';
  const image = `data:${mediaType};base64,${Buffer.from(logo.bytes).toString('base64')}`;
  return { stack: [{ image, fit: LOGO_BOX }], width: '*' };
}

function labelled(label: string, lines: readonly string[], width: number): Content {
  return {
    width,
    stack: [
      { text: label, style: 'label', margin: [0, 0, 0, 3] },
      ...lines.map((line, at) => ({ text: setText(line), bold: at === 0 })),
    ],
  };
}

function titleSize(title: string): number {
  if (title.length <= 48) return 26;
  return title.length <= 100 ? 20 : 15;
}

const BAND: TableLayout = {
  hLineWidth: () => 0,
  vLineWidth: () => 0,
  paddingLeft: () => MARGIN.side,
  paddingRight: () => MARGIN.side,
  paddingTop: (row) => (row === 0 ? 34 : 0),
  paddingBottom: (row) => (row === 0 ? 26 : 0),
};
