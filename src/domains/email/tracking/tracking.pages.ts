const STYLE = `
  body { font: 18px/1.5 system-ui, sans-serif; color: #1f2937; margin: 20vh auto 0; max-width: 32rem; padding: 0 1rem; text-align: center }
  h1 { font-size: 1.5rem } button { font: inherit; padding: .7rem 1.4rem; border: 0; border-radius: .4rem; background: #1d4ed8; color: #fff; cursor: pointer }
  button:focus-visible { outline: 3px solid #93c5fd }`;

/** Nothing but the page itself: no scripts, no pictures, no frames; its form leads back to us only. */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
} as const;

export const LINK_GONE_PAGE = page(
  'This link leads nowhere',
  '<p>It is incomplete, or what it belonged to no longer exists.</p>',
);

export const UNSUBSCRIBED_PAGE = page(
  'You are unsubscribed',
  '<p>This sender will not write to you any more. You can close this page.</p>',
);

export const UNSUBSCRIBE_PAGE = page(
  'Unsubscribe?',
  `<p>This sender will not write to you any more.</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>Unsubscribe</button></form>`,
);

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1>${body}</main></body></html>`;
}

/** A transparent GIF of one pixel. */
export const PIXEL = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
