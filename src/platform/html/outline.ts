import { Parser } from 'htmlparser2';

/** What stands out in HTML. */
export interface Outline {
  readonly headings: readonly { readonly level: number; readonly text: string }[];
  /** The targets of links. */
  readonly links: readonly string[];
  /** The texts that stand for images; null where one has none. */
  readonly imageTexts: readonly (string | null)[];
}

/** Headings, links and images of a piece of HTML, in their order. */
export function outlineOf(html: string): Outline {
  const headings: { level: number; text: string }[] = [];
  const links: string[] = [];
  const imageTexts: (string | null)[] = [];
  let open: { level: number; text: string } | undefined;
  const parser = new Parser({
    onopentag(name, attributes) {
      const level = /^h([1-6])$/.exec(name)?.[1];
      if (level) headings.push((open = { level: Number(level), text: '' }));
      if (name === 'a' && attributes['href']) links.push(attributes['href']);
      if (name === 'img') imageTexts.push(attributes['alt'] ?? null);
    },
    ontext(text) {
      if (open) open.text += text;
    },
    onclosetag(name) {
      if (/^h[1-6]$/.test(name)) open = undefined;
    },
  });
  parser.end(html);
  return { headings, links, imageTexts };
}
