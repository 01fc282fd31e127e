/** What a document is written in. */
export type DocumentFormat = 'text' | 'markdown' | 'html' | 'pdf' | 'docx';

/** Characters of text a document may have: about 2,500 pages. */
export const LONGEST_TEXT = 5_000_000;

/** A heading and where its line begins; `level` 1 is the outermost. */
export interface Heading {
  readonly offset: number;
  readonly level: number;
  readonly title: string;
}

/** The words of a document and how they are arranged. */
export interface DocumentText {
  readonly text: string;
  readonly headings: readonly Heading[];
  /** Where each page begins; null where there are no pages. */
  readonly pages: readonly number[] | null;
}

/** Why a document cannot be read, in words for its owner; trying again does not help. */
export class DocumentUnreadable extends Error {}

/** The text as it is kept: line feeds only, and none of the characters that nobody sees and Postgres or models choke on. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '');
}

export function textTooLong(): DocumentUnreadable {
  const most = LONGEST_TEXT.toLocaleString('en');
  return new DocumentUnreadable(`The document has more than ${most} characters of text. Please split it.`);
}
