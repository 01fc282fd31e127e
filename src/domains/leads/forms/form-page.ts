import { escaped } from '#kernel/escaped';
import type { PublicForm } from './public-form.dto.js';

/** Shows the form that the page carries, by the same script as everywhere else. It contains nothing of the form's own. */
const PAGE_SCRIPT = `LeadForm.render({
  containerId: 'form',
  apiUrl: '',
  form: JSON.parse(document.getElementById('definition').textContent),
});`;

/** The hosted page of a form. No word of the form's owner becomes markup or script; what runs carries the nonce. */
export function renderFormPage(form: PublicForm, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(form.name)}</title>
<style nonce="${nonce}">${styleOf(form)}</style>
</head>
<body>
<main id="form">
<noscript><p>This form needs JavaScript. Please switch it on and load the page again.</p></noscript>
</main>
<script type="application/json" id="definition">${definitionOf(form)}</script>
<script nonce="${nonce}" src="/static/form-widget.js"></script>
<script nonce="${nonce}">${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** The form as the script reads it. The page asks no other server than the one it came from. */
function definitionOf({ protection, ...form }: PublicForm): string {
  const asked = protection.proof_of_work;
  const proof_of_work = asked && { challenge_url: new URL(asked.challenge_url).pathname };
  const definition = { ...form, protection: { ...protection, proof_of_work } };
  return JSON.stringify(definition).replaceAll('<', '\\u003c');
}

/** What the page may do: its own style and scripts, talking to this server, being framed anywhere, nothing else. */
export function formPagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    'frame-ancestors *',
  ].join('; ');
}

function styleOf({ styling: { theme }, palettes: { light, dark } }: PublicForm): string {
  const { page, text } = theme === 'dark' ? dark : light;
  const night = `@media (prefers-color-scheme:dark){body{color:${dark.text};background:${dark.page}}}`;
  return `body{margin:0;padding:clamp(12px,4vw,48px) 12px;font:100%/1.5 system-ui,sans-serif;color:${text};background:${page}}${theme === 'auto' ? night : ''}`;
}
