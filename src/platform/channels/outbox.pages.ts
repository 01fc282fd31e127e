import { escaped } from '#kernel/escaped';
import type { OutboxMail } from './adapters/outbox/read-mime.js';

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1f2937 }
  h1 { font-size: 1.25rem } table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .4rem .6rem; border-bottom: 1px solid #e5e7eb; vertical-align: top }
  th { font-weight: 600; white-space: nowrap } a { color: #1d4ed8 }
  iframe { width: 100%; height: 60vh; border: 1px solid #d1d5db; background: #fff } pre { white-space: pre-wrap }`;

export function outboxListPage(mails: readonly OutboxMail[]): string {
  const rows = mails.map(
    ({ id, to, subject, date }) =>
      `<tr><td>${escaped(date)}</td><td>${escaped(to)}</td><td><a href="/dev/outbox/${escaped(id)}">${escaped(subject || '(no subject)')}</a></td></tr>`,
  );
  const table =
    rows.length > 0
      ? `<table><tr><th>Date</th><th>To</th><th>Subject</th></tr>${rows.join('')}</table>`
      : '<p>No mail has been sent yet. While SMTP_URL is not set, every mail is kept here.</p>';
  return page('Outbox', `<h1>Outbox</h1>${table}`);
}

export function outboxMailPage(mail: OutboxMail): string {
  const headers = mail.headers.map(
    ({ key, value }) => `<tr><th>${escaped(key)}</th><td>${escaped(value)}</td></tr>`,
  );
  return page(
    mail.subject,
    `<p><a href="/dev/outbox">Outbox</a></p><h1>${escaped(mail.subject)}</h1>
    <iframe title="The mail as HTML" sandbox="" srcdoc="${escaped(mail.html)}"></iframe>
    <h2>Text</h2><pre>${escaped(mail.text)}</pre>
    <h2>Headers</h2><table>${headers.join('')}</table>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}
