import { escaped } from '#kernel/escaped';
import { plainPage } from '#platform/html/plain-page';
import type { Preferences } from './preference.repository.js';
import { PAUSE_DAYS } from './preference.service.js';

/** What a reader can choose: every control has its label, and the page works without scripts. */
export function preferencePage({ topics, pausedUntil, allOff }: Preferences): string {
  const lines = topics.map(
    ({ id, name, description, wanted }) =>
      `<p><input type="checkbox" id="t-${escaped(id)}" name="topic-${escaped(id)}" value="yes"${wanted && !allOff ? ' checked' : ''}${description === '' ? '' : ` aria-describedby="d-${escaped(id)}"`}>
<label for="t-${escaped(id)}">${escaped(name)}</label>${description === '' ? '' : `<br><small id="d-${escaped(id)}">${escaped(description)}</small>`}</p>`,
  );
  const chosen =
    topics.length === 0
      ? ''
      : `<fieldset><legend>What would you like to read about?</legend>${lines.join('')}</fieldset>`;
  const pauses = PAUSE_DAYS.map((days) => `<option value="${days}">for ${days} days from today</option>`);
  const paused =
    pausedUntil === null
      ? ''
      : `<option value="" selected>until ${escaped(pausedUntil.slice(0, 10))}, as now</option>`;
  return plainPage(
    'What may we send you?',
    `${allOff ? '<p>At the moment we send you nothing. Saving a choice changes that, unless your address could not be reached.</p>' : ''}
<form method="post">${chosen}
<p><label for="pause">Pause all mail</label> <select id="pause" name="pause">${paused}<option value="no">no, send it</option>${pauses.join('')}</select></p>
<p><button name="choice" value="some">Save</button></p></form>
<form method="post"><p><button name="choice" value="none">Send me nothing any more</button></p></form>`,
  );
}

export const PREFERENCES_SAVED_PAGE = plainPage(
  'Your choice is saved',
  '<p>It holds from now on. You can close this page, or come back by the same link.</p>',
);
