import { answered, type Api, apiAt } from './client.ts';
import { mustHold } from './problem.ts';
import type { Screen } from './screen.ts';
import type { Stage } from './stage.ts';

/** The website the form is embedded in; nobody has told the server about it. */
const ORIGIN = 'https://shop.example.com';
const VISITOR = { name: 'Ada Visitor', email: 'ada.visitor@example.com', company: 'Analytical Engines' };

/** Makes a form and submits to it as a visitor's browser would: from another origin, without a token. */
export async function captureLead({ url, api }: Stage, screen: Screen): Promise<void> {
  screen.heading('2. A visitor fills in a form on a website');
  const created = await api.POST('/api/lead-capture/forms', {
    body: {
      name: 'Spring newsletter',
      fields: [
        { name: 'name', type: 'text', label: 'Your name', required: true },
        { name: 'email', type: 'email', label: 'E-mail', required: true },
        { name: 'company', type: 'text', label: 'Company' },
      ],
      // The demo counts the mails of its mailing.
      settings: { send_email_notification: false },
    },
  });
  const formId = answered('Making a form', created).data.id;
  screen.done(`Form made; its page is ${url}/form/${formId}`);
  const page = await fetch(`${url}/form/${formId}`);
  mustHold(
    page.ok && (await page.text()).includes('Spring newsletter'),
    `${page.url} does not show the form.`,
  );
  await preflight(`${url}/api/lead-capture/webhook/${formId}`);
  await submit(url, formId);
  await arrived(api, formId);
  screen.done(`${VISITOR.name} submitted it from ${ORIGIN} and is a lead now`);
}

/** What a browser asks before it sends JSON to another origin. */
async function preflight(url: string): Promise<void> {
  const answer = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin: ORIGIN,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });
  const allowed = answer.headers.get('access-control-allow-origin');
  mustHold(
    answer.ok && allowed === '*',
    `A browser on ${ORIGIN} may not submit the form (${answer.status}).`,
  );
}

async function submit(url: string, formId: string): Promise<void> {
  const browser = apiAt(url);
  const params = { path: { formId } };
  const headers = { origin: ORIGIN };
  const shown = await browser.GET('/api/lead-capture/public/forms/{formId}', { params, headers });
  const { form } = answered('Reading the form without a token', shown);
  mustHold(
    form.fields.some(({ name }) => name === 'email'),
    'The public form asks for no e-mail address.',
  );
  const body = { ...VISITOR, referrer: `${ORIGIN}/spring`, utm_source: 'demo' };
  const sent = await browser.POST('/api/lead-capture/webhook/{formId}', { params, headers, body });
  answered('Submitting the form', sent);
  mustHold(
    sent.response.headers.get('access-control-allow-origin') === '*',
    'A browser would hide the answer of the form: it allows no other origin.',
  );
}

async function arrived(api: Api, formId: string): Promise<void> {
  const params = { query: { form_id: formId } };
  const { data } = answered('Listing the form’s leads', await api.GET('/api/lead-capture/leads', { params }));
  const [lead] = data;
  mustHold(data.length === 1 && lead?.email === VISITOR.email, 'The submission has not become one lead.');
}
