import {
  AlignmentType,
  BorderStyle,
  HeadingLevel,
  ImageRun,
  Paragraph,
  type Table,
  TabStopType,
  TextRun,
} from 'docx';
import type { DocumentBlock, DocumentSection, ProposalDocument } from './proposal-document.js';
import { phasesTable, plainRow, pricesTable, shareOut, termsTable } from './word-tables.js';
import { paragraph } from './word-text.js';

export type WordBlock = Paragraph | Table;

/** What the parts of a file are made with. */
export interface WordPage {
  readonly document: ProposalDocument;
  /** Width of the text, in twentieths of a point. */
  readonly width: number;
  /** Each numbered list of the file begins at 1 by having a number of its own. */
  readonly lists: { count: number };
}

const LOGO_BOX = { width: 214, height: 46 };

/** So many blocks before a table stay with it. */
const FEW_BLOCKS = 4;

/** The band at the top with the title, and below it who it is for and when it was made. */
export function coverBlock({ document, width }: WordPage): WordBlock[] {
  const { palette, title, preparedFor, details } = document;
  const color = palette.onPrimary;
  const band = [
    senderLine(document, width),
    paragraph(
      title,
      { style: 'Title', spacing: { before: 420, after: 120 } },
      { color, size: title.length <= 48 ? 52 : title.length <= 100 ? 40 : 30 },
    ),
  ];
  const widths = shareOut(width, [58, 42]);
  const addressee = preparedFor.map((line, at) => paragraph(line, { style: 'Tight' }, { bold: at === 0 }));
  const facts = details.map(
    ({ label, value }) =>
      new Paragraph({
        style: 'Tight',
        tabStops: [{ type: TabStopType.LEFT, position: 1_500 }],
        children: [new TextRun({ text: label, color: '6b7280' }), new TextRun({ text: `\t${value}` })],
      }),
  );
  return [
    plainRow([band], [width], palette.primary),
    paragraph('', {
      style: 'Tight',
      border: { top: { style: BorderStyle.SINGLE, size: 24, color: palette.accent, space: 0 } },
    }),
    plainRow(
      [[paragraph('Prepared for', { style: 'Tight' }, { color: '6b7280' }), ...addressee], facts],
      widths,
    ),
  ];
}

export function sectionBlocks({ title, blocks }: DocumentSection, page: WordPage): WordBlock[] {
  const table = blocks.findIndex(isTable);
  const isShortOpening = table <= FEW_BLOCKS;
  return [
    paragraph(title, { heading: HeadingLevel.HEADING_1 }),
    ...blocks.flatMap((block, at) => blockOf(block, page, isShortOpening && at < table)),
  ];
}

/** Where both sides sign. */
export function acceptanceBlock({ document, width }: WordPage): WordBlock[] {
  const rule = { bottom: { style: BorderStyle.SINGLE, size: 4, color: '9ca3af', space: 1 } };
  const side = (who: string) => [
    paragraph(who, { style: 'Tight', keepNext: true }, { bold: true }),
    ...['Name', 'Date', 'Signature'].flatMap((label) => [
      paragraph('', { style: 'Tight', spacing: { before: 260 }, border: rule, keepNext: true }),
      paragraph(label, { style: 'Small', keepNext: label !== 'Signature' }),
    ]),
  ];
  return [
    paragraph('Acceptance', { heading: HeadingLevel.HEADING_1 }),
    paragraph(
      'By signing, both sides agree to what this proposal describes, at the prices and on the terms named in it.',
      { keepNext: true },
    ),
    plainRow(
      [side(document.client), [paragraph('', { style: 'Tight' })], side(document.author ?? 'Provider')],
      shareOut(width, [46, 8, 46]),
    ),
  ];
}

function blockOf(block: DocumentBlock, page: WordPage, keepNext: boolean): WordBlock[] {
  const { document, width, lists } = page;
  switch (block.kind) {
    case 'paragraph':
      return [paragraph(block.text, { keepNext })];
    case 'list': {
      const numbering = block.numbered
        ? { reference: 'numbers', level: 0, instance: (lists.count += 1) }
        : { reference: 'marks', level: 0 };
      return block.items.map((item, at) => {
        const isLast = at === block.items.length - 1;
        return paragraph(item, {
          style: 'ListItem',
          numbering,
          keepNext,
          ...(isLast && { spacing: { after: 140 } }),
        });
      });
    }
    case 'prices':
      return [pricesTable(block, document, width), spacer()];
    case 'phases':
      return [phasesTable(block, document, width), spacer()];
    case 'terms':
      return [termsTable(block, width), spacer()];
  }
}

const isTable = ({ kind }: DocumentBlock) => kind !== 'paragraph' && kind !== 'list';

const spacer = () => paragraph('', { style: 'Small' });

function senderLine({ logo, author, palette }: ProposalDocument, width: number): Paragraph {
  const color = palette.onPrimary;
  const sender = logo
    ? new ImageRun({
        type: logo.type,
        data: logo.bytes,
        transformation: fitted(logo),
        altText: { name: 'Logo', description: author ?? 'Logo', title: 'Logo' },
      })
    : new TextRun({ text: author ?? '', bold: true, color, size: 24 });
  return new Paragraph({
    style: 'Tight',
    alignment: AlignmentType.LEFT,
    tabStops: [{ type: TabStopType.RIGHT, position: width - 600 }],
    children: [sender, new TextRun({ text: '\tPROPOSAL', color, size: 18, characterSpacing: 40 })],
  });
}

function fitted({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const scale = Math.min(LOGO_BOX.width / width, LOGO_BOX.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
