import { TemplateInvalid } from '../email.errors.js';

const MOST_TAGS = 20_000;
const DEEPEST = 256;
const TAG = /<(\/?)([a-z][a-z0-9]*)/gi;
/** What has no end, or ends by itself where another begins. */
const ENDS_BY_ITSELF = new Set(
  (
    'area base br col embed hr img input link meta param source track wbr ' +
    'p li dt dd tr td th thead tbody tfoot colgroup option optgroup html head body'
  ).split(' '),
);

/**
 * Refuses HTML that takes longer to read the deeper it is, before anything reads it: one look at each tag, and none beyond the
 * limit. Throws `email/template-invalid`.
 */
export function refuseExcessive(html: string): void {
  let [tags, depth] = [0, 0];
  for (const [, end, name = ''] of html.matchAll(TAG)) {
    tags += 1;
    if (tags > MOST_TAGS) throw tooMuch(`it holds more than ${MOST_TAGS} tags`);
    if (ENDS_BY_ITSELF.has(name.toLowerCase())) continue;
    depth = end === '/' ? Math.max(0, depth - 1) : depth + 1;
    if (depth > DEEPEST) throw tooMuch(`its tags stand more than ${DEEPEST} deep in each other`);
  }
}

function tooMuch(reason: string) {
  return new TemplateInvalid('HTML', reason).withIssues([{ path: 'html', message: reason }]);
}
