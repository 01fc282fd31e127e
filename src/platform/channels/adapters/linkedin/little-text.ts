/**
 * A text as LinkedIn's "little text format" takes it: what would be read as a mention, a template or a style is escaped. A hash before
 * a word stays, so that it is a hashtag.
 */
export function littleText(text: string): string {
  return text.replace(/[\\|{}@[\]()<>*_~]|#(?![\p{L}\p{N}_])/gu, String.raw`\$&`);
}
