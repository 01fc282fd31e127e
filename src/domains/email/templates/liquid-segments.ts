/** Where Liquid markup stands in a template: `{{ … }}`, `{% … %}`, and whole raw and comment blocks. */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

const BLOCK = /^\{%-?\s*(raw|comment)\s*-?%\}/;
const LONGEST_OPENING = 64;

/** All Liquid segments in order, in one pass. Markup that is never closed is left to the parser to refuse. */
export function liquidSegments(template: string): Segment[] {
  const segments: Segment[] = [];
  let at = 0;
  for (;;) {
    const start = nextOpening(template, at);
    if (start < 0) return segments;
    const end = endOf(template, start);
    if (end < 0) return segments;
    segments.push({ start, end });
    at = end;
  }
}

/** The template with each segment replaced by what `replace` makes of it and of its number. */
export function replaceSegments(
  template: string,
  segments: readonly Segment[],
  replace: (markup: string, index: number) => string,
): string {
  let result = '';
  let at = 0;
  segments.forEach(({ start, end }, index) => {
    result += template.slice(at, start) + replace(template.slice(start, end), index);
    at = end;
  });
  return result + template.slice(at);
}

function nextOpening(template: string, from: number): number {
  for (let at = template.indexOf('{', from); at >= 0; at = template.indexOf('{', at + 1)) {
    const next = template[at + 1];
    if (next === '{' || next === '%') return at;
  }
  return -1;
}

function endOf(template: string, start: number): number {
  if (template[start + 1] === '{') return after(template, '}}', start + 2);
  const block = BLOCK.exec(template.slice(start, start + LONGEST_OPENING));
  if (!block) return after(template, '%}', start + 2);
  const closing = new RegExp(`\\{%-?\\s*end${block[1]}\\s*-?%\\}`, 'g');
  closing.lastIndex = start;
  return closing.test(template) ? closing.lastIndex : -1;
}

function after(template: string, mark: string, from: number): number {
  const at = template.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}
