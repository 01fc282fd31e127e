import type { EmailTemplate } from './email-template.dto.js';

const FRAME_START = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body style="margin:0;background:#f3f4f6;font-family:Helvetica,Arial,sans-serif;color:#1f2937">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;background:#ffffff;border-radius:8px">
<tr><td style="padding:32px;font-size:16px;line-height:1.6">`;

const FRAME_END = `</td></tr>
<tr><td style="padding:16px 32px 32px;font-size:12px;color:#6b7280;border-top:1px solid #e5e7eb">
You receive this mail at {{ email }} because you asked us to keep in touch.
<a href="{{ unsubscribe_url }}" style="color:#6b7280">Unsubscribe</a>
</td></tr></table></td></tr></table>
</body></html>`;

const WELCOME = `${FRAME_START}
<h1 style="margin:0 0 16px;font-size:24px">Welcome, {{ first_name | default: "there" }}!</h1>
<p>We are glad to have you{% if company != blank %} and everybody at {{ company }}{% endif %} with us.</p>
<p>Over the next days we will show you how to get the most out of what you signed up for. Until then, just answer this
mail if there is anything we can help you with: a person reads every reply.</p>
<p>See you soon!</p>
${FRAME_END}`;

const NEWSLETTER = `${FRAME_START}
<h1 style="margin:0 0 16px;font-size:24px">News for {{ first_name | default: "you" }}</h1>
<p>Here is what has happened since we last wrote to you{% if industry != blank %}, with an eye on {{ industry }}{% endif %}.</p>
<h2 style="font-size:18px">What is new</h2>
<p>Tell your readers in two or three sentences what matters most this time, and link to the rest.</p>
<h2 style="font-size:18px">Worth a read</h2>
<p>One article, one video, one thought: fewer things are read more.</p>
<p>Until next time!</p>
${FRAME_END}`;

/** The templates every owner has. */
export const BUILT_IN_TEMPLATES: readonly EmailTemplate[] = [
  builtIn('welcome', 'Welcome Email', 'Welcome, {{ first_name | default: "there" }}!', WELCOME),
  builtIn('newsletter', 'Newsletter Template', 'News for {{ first_name | default: "you" }}', NEWSLETTER),
];

function builtIn(id: 'welcome' | 'newsletter', name: string, subject: string, html: string): EmailTemplate {
  return {
    id,
    name,
    email_type: id,
    subject,
    preheader: null,
    mjml_content: null,
    html_content: html,
    text_content: null,
    merge_tags: ['company', 'email', 'first_name', 'industry'].filter((field) => html.includes(` ${field} `)),
    defaults: {},
    translations: {},
    strict: false,
    attachments: [],
    version: 1,
    built_in: true,
    created_at: null,
    updated_at: null,
  };
}
