/** Control characters other than tab and line feed, and what XML 1.0 does not allow: it would make a Word file unreadable. */
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufeff\ufffe\uffff]/g;
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;

/** Text as a database, a PDF and a Word file can take it: whole characters, composed, lines ended by a line feed. */
export function cleanText(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(LINE_ENDS, '\n').replace(UNPRINTABLE, '').trim();
}

/** Clean text on one line. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/g, ' ');
}

/** At most so many characters, cut between two of them. */
export function cut(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text
        .slice(0, longest - 1)
        .toWellFormed()
        .replace(/\ufffd$/, '')}…`;
}
