import pdfmake, { type BreakBefore, type Content, type Definition } from 'pdfmake/js/index.js';

import { moneyWriter } from '../money/currency.js';
import { cut } from '../plain-text.js';
import { missingCharacters, PDF_FONTS, setText } from './pdf-font.js';
import { acceptanceBlock, coverBlock, MARGIN, sectionBlocks } from './pdf-parts.js';
import type { ProposalDocument } from './proposal-document.js';

const FONT_FILES = new Set(Object.values(PDF_FONTS.Roboto));
const HEADING_PARTS = 2;
const LONGEST_REARRANGED = 40_000;
const WIDTHS = { A4: 595.28, LETTER: 612 };

pdfmake.setFonts(PDF_FONTS);
// Nothing of a proposal names a file or an address; if something ever did, it would not be opened.
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => FONT_FILES.has(path));

/** The document as PDF. The same document gives the same bytes. */
export function renderPdf(document: ProposalDocument): Promise<Uint8Array> {
  return pdfmake.createPdf(definitionOf(document)).getBuffer();
}

function definitionOf(document: ProposalDocument): Definition {
  const { palette, title, author, paper } = document;
  const savedAt = new Date(document.savedAt);
  const page = {
    document,
    width: WIDTHS[paper] - 2 * MARGIN.side,
    money: printedMoney(document),
  };
  return {
    pageSize: paper,
    pageMargins: [MARGIN.side, MARGIN.top, MARGIN.side, MARGIN.bottom],
    info: {
      title: setText(title),
      ...(author !== null && { author: setText(author) }),
      creationDate: savedAt,
      modDate: savedAt,
    },
    language: document.money.locale,
    displayTitle: true,
    defaultStyle: { font: 'Roboto', fontSize: 10, lineHeight: 1.3, color: '#1f2937' },
    styles: {
      heading: { fontSize: 15, bold: true, color: `#${palette.heading}`, lineHeight: 1.15 },
      small: { fontSize: 8, color: '#6b7280' },
      label: { fontSize: 8, bold: true, color: '#6b7280', characterSpacing: 0.4 },
      head: { fontSize: 9, bold: true, color: `#${palette.onPrimary}` },
    },
    ...(isQuickToSet(document) && { pageBreakBefore: isLonelyHeading }),
    header: (number) => (number === 1 ? null : runningLine(30, cut(title, 70), cut(author ?? '', 40))),
    footer: (number, count) => runningLine(26, cut(author ?? '', 70), `Page ${number} of ${count}`),
    content: [
      ...coverBlock(page),
      ...document.sections.flatMap((section) => sectionBlocks(section, page)),
      acceptanceBlock(page),
    ],
  };
}

/** Nothing but the two parts of the heading itself would stand at the foot of the page. */
const isLonelyHeading: BreakBefore = (node, places) =>
  node.headlineLevel !== undefined && places.getFollowingNodesOnPage().length <= HEADING_PARTS;

/** Each heading that is moved costs setting the whole again, so a long document keeps its headings where they fall. */
function isQuickToSet({ sections }: ProposalDocument): boolean {
  return JSON.stringify(sections).length <= LONGEST_REARRANGED;
}

/** Amounts with the symbol of their currency, or with its code where the typeface lacks the symbol or the words around it. */
function printedMoney({ money }: ProposalDocument): (minor: number) => string {
  const ways = [
    moneyWriter(money),
    moneyWriter(money, 'code'),
    moneyWriter({ ...money, locale: 'en' }, 'code'),
  ];
  const write = ways.find((way) => missingCharacters(way(-1_234_567)).length === 0);
  return (minor) => (write ? setText(write(minor)) : String(minor));
}

function runningLine(top: number, left: string, right: string): Content {
  return {
    margin: [MARGIN.side, top, MARGIN.side, 0],
    columns: [
      { text: setText(left), style: 'small', width: '*' },
      { text: setText(right), style: 'small', alignment: 'right', width: 'auto' },
    ],
    columnGap: 24,
  };
}
