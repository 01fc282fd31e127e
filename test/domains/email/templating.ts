import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { address, TestMailing } from './mailing.js';

export const WORDS = { name: 'Mine', subject: 'Hi {{ first_name }}', html_content: '<p>One</p>\n<p>Two</p>' };

/** What owners do with templates in the running test. */
export function templatesOf(app: () => TestApp) {
  const made = async (
    words: object = {},
  ): Promise<{ client: TestClient; id: string; ownerId: string; path: string }> => {
    const { client, id: ownerId } = await app().newUser();
    const { body } = await client.post('/api/email/templates', { ...WORDS, ...words });
    const { id } = body.data;
    return { client, id, ownerId, path: `/api/email/templates/${id}` };
  };
  /** The raw mail that somebody gets from a template now. */
  const sentFrom = async (ownerId: string, client: TestClient, templateId: string, merge = {}) => {
    const email = address();
    const plan = { templateId, subject: undefined, html: undefined };
    const mailing = await TestMailing.make(app(), [{ leadId: null, email, merge }], plan, {
      id: ownerId,
      client,
    });
    return {
      mailing,
      arrive: async () => {
        await mailing.sent();
        return (await app().anonymous.get(`/dev/outbox/${(await mailing.message(email)).id}`)).text;
      },
    };
  };
  return { made, sentFrom };
}
