import { escapedTemplate } from '../templates/plain-text.js';
import { liquidSegments, replaceSegments } from '../templates/liquid-segments.js';

const HIDDEN =
  'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all';
const BODY = /<body\b[^<>]*>/i;

/** The HTML with the line that inboxes show behind the subject: its first words, which the mail itself does not show. */
export function withPreheader(html: string, preheader: string): string {
  // Liquid may hold brackets that are none of HTML's business.
  const masked = replaceSegments(html, liquidSegments(html), (markup) => ' '.repeat(markup.length));
  const body = BODY.exec(masked);
  const at = body ? body.index + body[0].length : 0;
  return `${html.slice(0, at)}<div style="${HIDDEN}">${escapedTemplate(preheader)}</div>${html.slice(at)}`;
}
