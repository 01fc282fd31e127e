/** In what `JSON.stringify` writes, a surrogate that is escaped is one without its other half. */
const UNSTORABLE = /\\(?:\\|u0000|ud[89a-f][\da-f]{2})/g;

/** The value as JSON that Postgres can keep: a NUL, or half of a surrogate pair, becomes U+FFFD, wherever it stands. */
export function storableJson(value: object): string {
  return JSON.stringify(value).replace(UNSTORABLE, (escape) => (escape === '\\\\' ? escape : '\ufffd'));
}

/** The same of a text. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}
