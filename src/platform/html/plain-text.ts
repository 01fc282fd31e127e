import { convert, type HtmlToTextOptions } from 'html-to-text';

const PLAIN: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: 1_000_000, maxDepth: 100 },
};
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false },
}));
const WITHOUT_IMAGES = { selector: 'img', format: 'skip' };

/** HTML as a person would type it: links with their addresses behind them, images left out. */
export function plainTextOf(html: string): string {
  const links = { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true } };
  return convert(html, { ...PLAIN, selectors: [links, WITHOUT_IMAGES, ...HEADINGS] }).trim();
}

/** The words of HTML as a reader sees them, without the addresses of links. */
export function proseOf(html: string): string {
  const links = { selector: 'a', options: { ignoreHref: true } };
  return convert(html, { ...PLAIN, selectors: [links, WITHOUT_IMAGES, ...HEADINGS] }).trim();
}
