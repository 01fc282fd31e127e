import { createHmac, randomUUID } from 'node:crypto';
import type { Email } from 'postal-mime';
import type { TestApp } from '../../support/app.js';
import type { Answer, TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { mailsTo } from '../leads/form-mails.makers.js';

export const DESK = 'support@desk.test';
const SECRET = 'a-secret-for-mail-that-comes-in-0123456789';
export const SETTINGS = { SUPPORT_ADDRESS: DESK, SUPPORT_INBOUND_SECRET: SECRET };

export const supportApp = (): Promise<TestApp> => sharedApp({ settings: SETTINGS });

export const newAddress = (): string => `ada-${randomUUID()}@example.org`;

export const asked = (more: object = {}): Record<string, string> => ({
  email: newAddress(),
  name: 'Ada Lovelace',
  subject: 'My import does not end',
  message: 'It has stood at 80 % since this morning.',
  ...more,
});

/** Asks the desk; answers the id of the ticket. */
export async function newTicket(client: TestClient, more: object = {}): Promise<string> {
  const { status, body, text } = await client.post('/api/support/ticket', asked(more));
  if (status !== 200) throw new Error(text);
  return body.ticket_id as string;
}

export const newAdmin = (app: TestApp): Promise<{ id: string; client: TestClient }> =>
  app.newUser({ admin: true, email: 'desk@example.com' });

export const ticketPath = (id: string, rest = ''): string => `/api/support/ticket/${id}${rest}`;

/** What the desk says in public. */
export async function answered(admin: TestClient, ticketId: string, body = 'Try again.'): Promise<Answer> {
  return admin.post(ticketPath(ticketId, '/messages'), { body });
}

export interface Written {
  from: string;
  to?: string;
  subject?: string;
  text?: string;
  headers?: Record<string, string>;
  /** Instead of the text: a whole body, whose type the headers tell. */
  body?: string;
}

/** A mail as it travels. */
export function mime({
  from,
  to = DESK,
  subject = 'Hello',
  text = 'Hi',
  headers = {},
  body,
}: Written): string {
  const named = {
    From: from,
    To: to,
    Subject: subject,
    'Message-ID': `<${randomUUID()}@example.org>`,
    ...headers,
  };
  return [...Object.entries(named).map(([name, value]) => `${name}: ${value}`), '', body ?? text].join(
    '\r\n',
  );
}

export function signed(mail: string | Buffer, secret = SECRET, at = Date.now()): Record<string, string> {
  const seconds = String(Math.floor(at / 1_000));
  const mac = createHmac('sha256', secret).update(`${seconds}.`).update(mail).digest('hex');
  return {
    'content-type': 'message/rfc822',
    'x-support-timestamp': seconds,
    'x-support-signature': `sha256=${mac}`,
  };
}

/** What a mail server hands in. */
export function handIn(app: TestApp, mail: string): Promise<Answer> {
  return app.anonymous.post('/api/support/inbound', mail, signed(mail));
}

export const header = (mail: Email | undefined, name: string): string | undefined =>
  mail?.headers.find(({ key }) => key === name)?.value;

/** A ticket with an answer of the desk, and the mail that brought it. */
export async function answeredTicket(
  app: TestApp,
): Promise<{ id: string; email: string; mail: Email; admin: TestClient }> {
  const email = newAddress();
  const id = await newTicket(app.anonymous, { email });
  const { client: admin } = await newAdmin(app);
  await answered(admin, id);
  const mail = (await mailsTo(app, email)).find(({ subject }) => subject?.startsWith('Re:'));
  if (!mail) throw new Error('No answer was mailed.');
  return { id, email, mail, admin };
}

export const replyAddressOf = (mail: Email): string => mail.replyTo?.[0]?.address ?? '';
export const refOf = (mail: Email): string => mail.messageId ?? '';

/** Where the link in a mail of the desk leads. */
export const linkIn = (mail: Email | undefined): string =>
  /http:\/\/links\.test(\/support\/t\/[\w-]+)/.exec(mail?.text ?? '')?.[1] ?? `no link in ${mail?.text}`;
