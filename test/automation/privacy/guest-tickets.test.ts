import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { mailsTo } from '../../domains/leads/form-mails.makers.js';
import { handIn, mime, newAddress, newTicket, SETTINGS } from '../../domains/support/support.makers.js';
import { dumpOf, mentionsOf } from './full-tenant.js';
import { receiptOf, writtenExport } from './told.js';
import { readZip } from './zip.js';

const MOVING = ['app.rate_windows', 'app.account_edition', 'auth.users', 'auth.identities'];
/** As far as it is looked at here; a plain Postgres has no accounts. */
const AUTH = [
  `create table if not exists auth.users (id uuid primary key, email text, email_confirmed_at timestamptz,
     confirmation_sent_at timestamptz, invited_at timestamptz)`,
  `create table if not exists auth.identities (id uuid primary key, user_id uuid, provider text, provider_id text,
     identity_data jsonb)`,
];

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ settings: SETTINGS });
  for (const table of AUTH) await app.sql(table);
});
afterAll(() => app.close());

interface Asker {
  readonly id: string;
  readonly email: string;
  readonly word: string;
  readonly client: TestClient;
}

/** Somebody with an account who has asked the desk by mail, with a file, and signed out by the form. */
async function newAsker(how: 'mail' | 'provider' | 'other-provider' | 'nobody'): Promise<Asker> {
  const [email, word] = [newAddress(), `word-${randomUUID()}`];
  const { id, client } = await app.newUser({ email });
  await app.sql(
    `insert into auth.users (id, email, email_confirmed_at, confirmation_sent_at)
     values ($1, $2, now(), case when $3 = 'mail' then now() end)`,
    [id, email, how],
  );
  if (how.endsWith('provider'))
    await app.sql(
      `insert into auth.identities (id, user_id, provider, provider_id, identity_data)
       values (gen_random_uuid(), $1::uuid, 'google', $1::uuid::text, jsonb_build_object('email', $2::text, 'email_verified', true))`,
      [id, how === 'provider' ? email.toUpperCase() : newAddress()],
    );
  const body = [
    '--b',
    'Content-Type: text/plain',
    '',
    `I say ${word} by mail`,
    '--b',
    'Content-Type: text/plain',
    'Content-Disposition: attachment; filename=a.txt',
    '',
    `A file of ${word}`,
    '--b--',
  ].join('\r\n');
  const headers = { 'Content-Type': 'multipart/mixed; boundary=b' };
  const from = email.replace('ada', 'Ada');
  const taken = await handIn(app, mime({ from, subject: `About ${word}`, headers, body }));
  if (taken.body.outcome !== 'ticket') throw new Error(taken.text);
  await newTicket(app.anonymous, { email, message: `I say ${word} by the form` });
  // What goes out to them is on its way no more.
  await mailsTo(app, email);
  return { id, email, word, client };
}

const wordsOf = ({ email, word }: Asker) => [email, word];
const files = () => readdir(join(app.dataDir, 'storage', 'support'));
const pathOf = async ({ word }: Asker) => {
  const [file] = await app.sql<{ path: string }>(
    `select path from support_attachments join support_tickets ticket on ticket.id = ticket_id where subject like '%' || $1`,
    [word],
  );
  return file?.path ?? 'none';
};

async function exported({ client, id }: Asker): Promise<Map<string, string>> {
  const name = `req-${id}`;
  await client.post('/api/privacy/export', { requestId: name });
  const { download_url } = await writtenExport(client, name);
  const file = await fetch(app.url + new URL(download_url).pathname);
  return readZip(Buffer.from(await file.arrayBuffer()));
}

async function erased(asker: Asker): Promise<void> {
  const { body } = await asker.client.delete('/api/user/account');
  await receiptOf(app, body.receipt_id);
}

describe('tickets of no account from the address of one', () => {
  it('are in its export and gone when it is deleted, and those of other addresses stay', async () => {
    const [asker, other] = [await newAsker('mail'), await newAsker('mail')];
    const [path, otherPath] = [await pathOf(asker), await pathOf(other)];
    const before = await dumpOf(app, wordsOf(other));
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining(['public.support_tickets', 'public.support_mails']),
    );

    const entries = await exported(asker);
    expect(entries.get('data/support_tickets.json')).toContain(`About ${asker.word}`);
    const messages = entries.get('data/support_messages.json') ?? '';
    for (const way of ['mail', 'the form']) expect(messages).toContain(`I say ${asker.word} by ${way}`);
    expect(entries.get(`files/${path}`)).toContain(`A file of ${asker.word}`);
    expect([...entries.values()].join('')).not.toContain(other.word);
    const now = await asker.client.get('/api/user/data-export');
    expect(now.text).toContain(`I say ${asker.word} by mail`);
    expect((await asker.client.get('/api/support/my-tickets')).body.tickets).toEqual([]);

    await erased(asker);
    const left = await mentionsOf(app, wordsOf(asker));
    for (const name of MOVING) delete left[name];
    expect(left).toEqual({});
    const kept = await files();
    const isKept = [path, otherPath].map((one) => kept.includes(one.replace('support/', '')));
    expect(isKept).toEqual([false, true]);
    expect(await dumpOf(app, wordsOf(other))).toEqual(before);
  });

  it.each([
    ['its own', 'a provider', 'provider', 0],
    ['nobody’s', 'a provider under another address', 'other-provider', 2],
    ['nobody’s', 'nobody, as where Auth asks for no proof', 'nobody', 2],
  ] as const)('are %s where %s has vouched for the address', async (_, __, how, count) => {
    const asker = await newAsker(how);
    const path = await pathOf(asker);
    const text = [...(await exported(asker)).values()].join('');
    expect(text.includes(asker.word)).toBe(count === 0);
    await erased(asker);
    for (const [table, column] of [
      ['support_tickets', 'email'],
      ['support_messages', 'author_email'],
    ] as const) {
      const left = await app.sql(`select from ${table} where lower(${column}) = $1`, [asker.email]);
      expect([table, left.length]).toEqual([table, count]);
    }
    expect((await files()).includes(path.replace('support/', ''))).toBe(count > 0);
  });
});
