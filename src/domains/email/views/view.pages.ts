import { escaped } from '#kernel/escaped';
import type { MailView } from './view.service.js';

/** Pictures of anybody, as in the mail; no scripts, forms or frames, and an origin of its own. */
export const MAIL_VIEW_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; img-src http: https:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox",
  'cache-control': 'private, no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow, noarchive',
} as const;

/** `html` is safe as it is. */
export function mailViewPage({ subject, html }: MailView): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow"><title>${escaped(subject)}</title></head><body>${html}</body></html>`;
}
