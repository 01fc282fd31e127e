const STYLE = `
  body { font: 18px/1.5 system-ui, sans-serif; color: #1f2937; margin: 20vh auto 0; max-width: 32rem; padding: 0 1rem; text-align: center }
  h1 { font-size: 1.5rem } button { font: inherit; padding: .7rem 1.4rem; border: 0; border-radius: .4rem; background: #1d4ed8; color: #fff; cursor: pointer }
  button:focus-visible { outline: 3px solid #93c5fd }`;

/** Nothing but the page itself: no scripts, no pictures, no frames; its form leads back to us only. */
export const PLAIN_PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;

/** A page of a few words for whoever follows a link in a mail. Both are HTML. */
export function plainPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}
