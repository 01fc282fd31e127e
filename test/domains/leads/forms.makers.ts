import { spyOn } from 'jest-mock';
import { FormProtection } from '#domains/leads/forms/form-protection';
import { PublishedForms } from '#domains/leads/forms/published-forms';
import type { TestApp, TokenOptions } from '../../support/app.js';

export const webhook = (formId: string) => `/api/lead-capture/webhook/${formId}`;

/** A form of a new user, and what can be done with it. */
export async function makeForm(app: TestApp, form: object = {}, owner: TokenOptions = {}) {
  const { id: ownerId, client } = await app.newUser(owner);
  const { body } = await client.post('/api/lead-capture/forms', { name: 'Contact', ...form });
  expect(body.success).toBe(true);
  const leads = async () => (await client.get('/api/leads')).body.data;
  const submit = (submission: unknown, headers?: Record<string, string>) =>
    app.anonymous.post(webhook(body.data.id), submission as object, headers);
  const count = async () =>
    (await client.get(`/api/lead-capture/forms/${body.data.id}`)).body.data.submissions_count;
  return { ownerId, client, form: body.data, leads, submit, count };
}

/** The token of a form as it was shown to somebody so many seconds ago. */
export async function tokenFrom(app: TestApp, formId: string, secondsAgo: number): Promise<string> {
  const form = await app.get(PublishedForms).get(formId);
  const clock = spyOn(Date, 'now').mockReturnValue(Date.now() - secondsAgo * 1_000);
  const { token } = app.get(FormProtection).tokenFor(form);
  clock.mockRestore();
  return token;
}
