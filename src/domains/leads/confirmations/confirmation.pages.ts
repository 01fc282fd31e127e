import { escaped } from '#kernel/escaped';
import { plainPage } from '#platform/html/plain-page';
import type { PublishedForm } from '../forms/published-form.js';
import type { Agreement } from '../submissions/submission.js';
import { askedWords, inLines } from './asked-words.js';

export const CONFIRMATION_UNKNOWN_PAGE = plainPage(
  'This link leads nowhere',
  '<p>It is incomplete, or a newer mail has come with another one.</p>',
);

export const CONFIRMATION_OVER_PAGE = plainPage(
  'This link is too old',
  '<p>Please fill in the form once more, and a new mail will come.</p>',
);

export const FORM_CLOSED_PAGE = plainPage(
  'This form is closed',
  '<p>There is nothing left to confirm. You can close this page.</p>',
);

/** Asks; opening it changes nothing. */
export function askToConfirmPage({ name, settings }: PublishedForm, agreed: readonly Agreement[]): string {
  return plainPage(
    'Please confirm',
    `<p><strong>${escaped(name)}</strong></p>${askedWords(settings.confirmation_message, agreed)}
<form method="post"><button>Confirm</button></form>`,
  );
}

export function confirmedPage({ styling, settings }: PublishedForm): string {
  const { redirect_url } = settings;
  const onward = redirect_url ? `<p><a href="${escaped(redirect_url)}" rel="noreferrer">Go on</a></p>` : '';
  return plainPage('Thank you, it is confirmed', `<p>${inLines(styling.success_message)}</p>${onward}`);
}
