import {
  AlignmentType,
  Document,
  Footer,
  Header,
  type INumberingOptions,
  type IStylesOptions,
  LevelFormat,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  TextRun,
} from 'docx';
import { cut } from '../plain-text.js';
import type { ProposalDocument } from './proposal-document.js';
import { acceptanceBlock, coverBlock, sectionBlocks } from './word-parts.js';

/** Twentieths of a point. */
const PAPER = { A4: { width: 11_906, height: 16_838 }, LETTER: { width: 12_240, height: 15_840 } };
const MARGIN = 1_120;
const GREY = '6b7280';

/** The document as a Word file (Office Open XML): the same words in the same order as the PDF. */
export function renderWord(document: ProposalDocument): Promise<Uint8Array> {
  const size = PAPER[document.paper];
  const page = { document, width: size.width - 2 * MARGIN, lists: { count: 0 } };
  const author = document.author ?? '';
  return Packer.toBuffer(
    new Document({
      title: document.title,
      creator: author,
      lastModifiedBy: author,
      styles: stylesOf(document),
      numbering: numberingOf(document),
      sections: [
        {
          properties: {
            titlePage: true,
            page: {
              size,
              margin: { top: MARGIN, bottom: MARGIN, left: MARGIN, right: MARGIN, header: 560, footer: 560 },
            },
          },
          headers: {
            first: new Header({ children: [] }),
            default: new Header({
              children: [runningLine(page.width, cut(document.title, 70), [cut(author, 40)])],
            }),
          },
          footers: { first: pageFooter(page.width, author), default: pageFooter(page.width, author) },
          children: [
            ...coverBlock(page),
            ...document.sections.flatMap((section) => sectionBlocks(section, page)),
            ...acceptanceBlock(page),
          ],
        },
      ],
    }),
  );
}

function pageFooter(width: number, author: string): Footer {
  const count = ['Page ', PageNumber.CURRENT, ' of ', PageNumber.TOTAL_PAGES];
  return new Footer({ children: [runningLine(width, cut(author, 70), count)] });
}

function runningLine(width: number, left: string, right: string[]): Paragraph {
  return new Paragraph({
    style: 'Small',
    tabStops: [{ type: TabStopType.RIGHT, position: width }],
    children: [new TextRun(left), new TextRun({ children: ['\t', ...right] })],
  });
}

function stylesOf({ palette, money }: ProposalDocument): IStylesOptions {
  const based = (id: string, run: object, paragraph: object) => ({
    id,
    name: id,
    basedOn: 'Normal',
    quickFormat: true,
    run,
    paragraph,
  });
  return {
    default: {
      document: {
        run: {
          font: { ascii: 'Calibri', hAnsi: 'Calibri', cs: 'Arial' },
          size: 21,
          color: '1f2937',
          language: { value: money.locale },
        },
        paragraph: { spacing: { after: 140, line: 288 } },
      },
      title: {
        run: { size: 52, color: palette.onPrimary },
        paragraph: { spacing: { before: 480, after: 60, line: 240 } },
      },
      heading1: {
        run: { size: 30, bold: true, color: palette.heading },
        paragraph: { spacing: { before: 340, after: 120, line: 264 }, keepNext: true, keepLines: true },
      },
    },
    paragraphStyles: [
      based('Tight', {}, { spacing: { after: 20, line: 264 } }),
      based('Small', { size: 16, color: GREY }, { spacing: { after: 0, line: 240 } }),
      based('Cell', { size: 19 }, { spacing: { after: 0, line: 254 } }),
      based('ListItem', {}, { spacing: { after: 50, line: 276 } }),
    ],
  };
}

function numberingOf({ palette }: ProposalDocument): INumberingOptions {
  const at = (left: number) => ({
    paragraph: { indent: { left, hanging: 240 } },
    run: { color: palette.accent },
  });
  const mark = { format: LevelFormat.BULLET, text: '•', alignment: AlignmentType.LEFT };
  return {
    config: [
      {
        reference: 'marks',
        levels: [
          { ...mark, level: 0, style: at(360) },
          { ...mark, level: 1, style: at(220) },
        ],
      },
      {
        reference: 'numbers',
        levels: [
          {
            level: 0,
            format: LevelFormat.DECIMAL,
            text: '%1.',
            alignment: AlignmentType.LEFT,
            style: at(400),
          },
        ],
      },
    ],
  };
}
