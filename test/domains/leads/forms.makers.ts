import type { TestApp } from '../../support/app.js';

export const webhook = (formId: string) => `/api/lead-capture/webhook/${formId}`;

/** A form of a new user, and what can be done with it. */
export async function makeForm(app: TestApp, form: object = {}) {
  const { id: ownerId, client } = await app.newUser();
  const { body } = await client.post('/api/lead-capture/forms', { name: 'Contact', ...form });
  expect(body.success).toBe(true);
  const leads = async () => (await client.get('/api/leads')).body.data;
  const submit = (submission: unknown, headers?: Record<string, string>) =>
    app.anonymous.post(webhook(body.data.id), submission as object, headers);
  const count = async () =>
    (await client.get(`/api/lead-capture/forms/${body.data.id}`)).body.data.submissions_count;
  return { ownerId, client, form: body.data, leads, submit, count };
}
