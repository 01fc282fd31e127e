import { escaped } from '#kernel/escaped';
import { plainTextOf } from '#platform/html/plain-text';
import { askedWords } from '../confirmations/asked-words.js';
import type { FormSettings } from '../forms/form-settings.dto.js';
import type { Agreement } from '../submissions/submission.js';

/** What a mail of a form says. */
export interface MailText {
  subject: string;
  html: string;
  text: string;
}

/** Asks to confirm what was sent from a form and agreed to. */
export function confirmationText(
  { confirmation_subject, confirmation_message }: FormSettings,
  agreed: readonly Agreement[],
  link: string,
): MailText {
  return written(
    confirmation_subject,
    `${askedWords(confirmation_message, agreed)}
<p><a href="${escaped(link)}">Confirm</a></p>
<p>If it was not you, there is nothing to do: without this link nobody will write to you.</p>`,
  );
}

/** Tells the owner of a form of new submissions. What visitors have typed is text here, whatever it looks like. */
export function noticeText(
  formName: string,
  count: number,
  leads: readonly { name: string | null; email: string | null }[],
): MailText {
  const what = count === 1 ? 'One new submission' : `${count} new submissions`;
  const named = leads.map(
    ({ name, email }) => `<li>${escaped([name, email].filter(Boolean).join(', '))}</li>`,
  );
  const list = named.length > 0 ? `<p>The newest leads among them:</p><ul>${named.join('\n')}</ul>` : '';
  return written(
    `${what}: ${formName}`,
    `<p>${what} of your form “${escaped(formName)}”.</p>${list}
<p>You are told because of the settings of the form, at most every 15 minutes.</p>`,
  );
}

function written(subject: string, body: string): MailText {
  const html = `<!doctype html><html lang="en"><body style="font-family:system-ui,sans-serif;line-height:1.5">${body}</body></html>`;
  return {
    subject: subject.replace(/\s+/g, ' ').slice(0, 200).toWellFormed(),
    html,
    text: plainTextOf(body),
  };
}
