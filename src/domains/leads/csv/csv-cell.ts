// What a spreadsheet takes for a formula, after any number of the apostrophes that keep it from doing so.
const FORMULA = /^'*[=+\-@\t\r|\uff1d\uff0b\uff0d\uff20]/;
const GUARDED = /^'+[=+\-@\t\r|\uff1d\uff0b\uff0d\uff20]/;

/** One cell of our CSV: quoted as RFC 4180 asks, and never a formula. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n;\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Takes back the apostrophe that `csvCell` has put before a formula. */
export function unguarded(text: string): string {
  return text.charCodeAt(0) === 39 && GUARDED.test(text) ? text.slice(1) : text;
}
