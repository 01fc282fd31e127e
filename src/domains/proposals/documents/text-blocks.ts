/** A part of a text. */
export type TextBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly numbered: boolean; readonly items: readonly string[] };

const BULLET = /^\s*[-*•–]\s+(.*)$/;
const NUMBER = /^\s*\d{1,3}[.)]\s+(.*)$/;

/** Reads a text as it is typed: a blank line begins a paragraph, `- ` an item of a list, `1. ` one of a numbered list. */
export function textBlocks(text: string): TextBlock[] {
  const blocks: TextBlock[] = [];
  let paragraph: string[] = [];
  let items: { numbered: boolean; items: string[] } | null = null;
  const close = () => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', text: paragraph.join('\n') });
    if (items) blocks.push({ kind: 'list', ...items });
    paragraph = [];
    items = null;
  };
  for (const line of text.split('\n')) {
    const item = itemOf(line);
    if (item) {
      if (!items || items.numbered !== item.numbered) close();
      items ??= { numbered: item.numbered, items: [] };
      items.items.push(item.text);
    } else if (line.trim() === '') close();
    else if (items) {
      // A line that goes on below an item belongs to it.
      items.items.push(`${items.items.pop() ?? ''}\n${line.trim()}`);
    } else paragraph.push(line.trimEnd());
  }
  close();
  return blocks;
}

function itemOf(line: string): { numbered: boolean; text: string } | undefined {
  const bullet = BULLET.exec(line)?.[1];
  if (bullet !== undefined) return { numbered: false, text: bullet };
  const number = NUMBER.exec(line)?.[1];
  return number === undefined ? undefined : { numbered: true, text: number };
}
