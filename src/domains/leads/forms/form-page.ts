import { escaped } from '#kernel/escaped';
import type { FormField } from './form.dto.js';
import type { PublishedForm } from './published-form.js';
import { PAGE_SCRIPT } from './form-page.script.js';

const AUTOCOMPLETE: Readonly<Record<string, string>> = {
  name: 'name',
  first_name: 'given-name',
  last_name: 'family-name',
  email: 'email',
  phone: 'tel',
  company: 'organization',
  job_title: 'organization-title',
  country: 'country-name',
};

const STYLE = `
*{box-sizing:border-box}
body{margin:0;padding:16px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif;color:#111827;background:#f3f4f6}
main{max-width:600px;margin:0 auto;padding:24px;background:#fff;border-radius:12px}
h1{margin:0 0 16px;font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
.row{margin-bottom:16px}
label{display:block;margin-bottom:4px;font-weight:600;overflow-wrap:anywhere}
.check{display:flex;gap:8px;align-items:flex-start}.check label{margin:0;font-weight:400}
input,select,textarea{width:100%;min-height:44px;padding:10px 12px;font:inherit;border:1px solid #6b7280;border-radius:6px;background:#fff;color:inherit}
input[type=checkbox]{flex:none;width:22px;min-height:22px;margin:1px 0 0}
:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}
button{width:100%;min-height:48px;padding:12px;border:0;border-radius:6px;font:inherit;font-weight:700;color:#fff;background:var(--button);cursor:pointer;overflow-wrap:anywhere}
button[disabled]{opacity:.6;cursor:progress}
.trap{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
#message{margin:16px 0 0}#message:empty{display:none}#message[role=alert]{color:#b91c1c}
`;

/** The hosted page of a form. Every word of the form's owner is escaped; the one script carries the nonce. */
export function renderFormPage(form: PublishedForm, nonce: string): string {
  const { name, fields, styling } = form;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(name)}</title>
<style nonce="${nonce}">:root{--button:${colour(styling.button_color)}}${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(name)}</h1>
<form method="post" novalidate data-endpoint="/api/lead-capture/webhook/${form.id}" data-failure="${escaped(styling.error_message)}">
${fields.map(row).join('\n')}
<div class="trap" aria-hidden="true"><label for="trap">Leave this empty</label><input id="trap" name="_hp" tabindex="-1" autocomplete="off"></div>
<button type="submit">${escaped(styling.button_text)}</button>
</form>
<p id="message" role="status" aria-live="polite" tabindex="-1"></p>
<noscript><p role="alert">This form needs JavaScript. Please switch it on and load the page again.</p></noscript>
</main>
<script nonce="${nonce}">${PAGE_SCRIPT}</script>
</body>
</html>
`;
}

/** What the page may do: its own style and script, talking to this server, being framed anywhere, nothing else. */
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

function row(field: FormField): string {
  const id = `field-${field.name}`;
  if (field.type === 'hidden') return control(field, id);
  const star = field.required ? ' <span aria-hidden="true">*</span>' : '';
  const label = `<label for="${id}">${escaped(field.label)}${star}</label>`;
  return field.type === 'checkbox'
    ? `<div class="row check">${control(field, id)}${label}</div>`
    : `<div class="row">${label}${control(field, id)}</div>`;
}

function control(field: FormField, id: string): string {
  const complete = AUTOCOMPLETE[field.name];
  const shared = [
    `id="${id}"`,
    `name="${id}"`,
    `data-field="${field.name}"`,
    field.required ? 'required aria-required="true"' : '',
    field.placeholder && field.type !== 'hidden' ? `placeholder="${escaped(field.placeholder)}"` : '',
    complete && Object.hasOwn(AUTOCOMPLETE, field.name) ? `autocomplete="${complete}"` : '',
  ]
    .filter(Boolean)
    .join(' ');
  if (field.type === 'textarea') return `<textarea ${shared} rows="4" maxlength="5000"></textarea>`;
  if (field.type === 'select') return `<select ${shared}>${options(field)}</select>`;
  if (field.type === 'hidden')
    return `<input type="hidden" ${shared} value="${escaped(field.placeholder ?? '')}">`;
  return `<input type="${field.type}"${field.type === 'number' ? ' step="any"' : ''} ${shared}>`;
}

function options(field: FormField): string {
  const choices = (field.options ?? []).map((option) => `<option>${escaped(option)}</option>`);
  return `<option value="">${escaped(field.placeholder ?? '…')}</option>${choices.join('')}`;
}

function colour(text: string): string {
  return /^#(?:[0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text) ? text : '#3B82F6';
}
