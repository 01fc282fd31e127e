import { escaped } from '#kernel/escaped';
import { plainPage } from '#platform/html/plain-page';

export const LINK_GONE_PAGE = plainPage(
  'This link leads nowhere',
  '<p>It is incomplete, or what it belonged to no longer exists.</p>',
);

export const UNSUBSCRIBED_PAGE = plainPage(
  'You are unsubscribed',
  '<p>This sender will not write to you any more. You can close this page.</p>',
);

/** `preferences` is where a reader chooses what else there is. */
export function unsubscribePage(preferences: string): string {
  return plainPage(
    'Unsubscribe?',
    `<p>This sender will not write to you any more.</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>Unsubscribe</button></form>
<p><a href="${escaped(preferences)}">Choose what you are sent instead</a></p>`,
  );
}

/** A transparent GIF of one pixel. */
export const PIXEL = Buffer.from('R0lGODlhAQABAIAAAP///wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
