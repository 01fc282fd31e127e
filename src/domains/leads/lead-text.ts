// NUL and its neighbours; tab, line feed and carriage return are text. A lone half of a surrogate pair is no character.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const PLAIN_LINE = /^[!-~]+(?: [!-~]+)*$/;

/** Whether Postgres can store the text and a screen can show it. */
export function isCleanText(text: string): boolean {
  return !CONTROL.test(text) && text.isWellFormed();
}

/** A full name as first and last name: the last word is the last name. */
export function splitName(name: string): { firstName: string; lastName: string | null } {
  const words = name.trim().split(/\s+/);
  const lastName = words.length > 1 ? (words.pop() ?? null) : null;
  return { firstName: words.join(' '), lastName };
}

/** One line of text as it is kept: composed (NFC), without spaces around it or doubled within it. */
export function tidyLine(text: string): string {
  if (PLAIN_LINE.test(text)) return text;
  return text.normalize('NFC').trim().replace(/\s+/g, ' ');
}
