/** The text in one line, at most so many characters. */
export function line(text: string | undefined, longest: number): string {
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, longest).trimEnd();
}

/** Each once, in the order in which they came. */
export function distinct(texts: Iterable<string>, most: number): string[] {
  return [...new Set(texts)].filter((text) => text !== '').slice(0, most);
}

/** The text behind a percent encoding, or the text itself where it has none that can be read. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
