/** The text written as `found` was: in capitals, or with a capital first. One with capitals of its own keeps them. */
export function inCaseOf(found: string, text: string): string {
  if (text !== text.toLowerCase()) return text;
  if (found.length > 1 && found === found.toUpperCase() && found !== found.toLowerCase())
    return text.toUpperCase();
  return found[0] === found[0]?.toLowerCase() ? text : capitalised(text);
}

/** The text with its first letter as a capital. */
export function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}
