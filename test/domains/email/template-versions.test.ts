import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { address, TestMailing } from './mailing.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const WORDS = { name: 'Mine', subject: 'Hi {{ first_name }}', html_content: '<p>One</p>\n<p>Two</p>' };

async function made(
  words: object = {},
): Promise<{ client: TestClient; id: string; ownerId: string; path: string }> {
  const { client, id: ownerId } = await app.newUser();
  const { body } = await client.post('/api/email/templates', { ...WORDS, ...words });
  const { id } = body.data;
  return { client, id, ownerId, path: `/api/email/templates/${id}` };
}

const numbers = async (client: TestClient, path: string) =>
  (await client.get(`${path}/versions`)).body.data.map(
    ({ version, status }: { version: number; status: string }) => `${version} ${status}`,
  );

/** The raw mail that somebody gets from a template now. */
async function sentFrom(ownerId: string, client: TestClient, templateId: string, merge = {}) {
  const email = address();
  const plan = { templateId, subject: undefined, html: undefined };
  const mailing = await TestMailing.make(app, [{ leadId: null, email, merge }], plan, {
    id: ownerId,
    client,
  });
  return {
    mailing,
    arrive: async () => {
      await mailing.sent();
      return (await app.anonymous.get(`/dev/outbox/${(await mailing.message(email)).id}`)).text;
    },
  };
}

describe('a template of one’s own', () => {
  it('becomes a revision with every save, and the last one saved is live', async () => {
    const { client, path } = await made();
    const { body } = await client.put(path, { subject: 'Hello', changelog: 'Friendlier' });
    expect(body.data).toMatchObject({ subject: 'Hello', html_content: WORDS.html_content, version: 2 });
    await client.patch(path, { name: 'Renamed' });
    expect((await client.get(path)).body.data).toMatchObject({ name: 'Renamed', version: 2 });
    expect(await numbers(client, path)).toEqual(['2 active', '1 archived']);
    expect((await client.get(`${path}/versions/2`)).body.data).toMatchObject({
      subject_line: 'Hello',
      changelog: 'Friendlier',
      parent_version: 1,
      performance_score: 0,
    });
  });

  it('can be saved as a draft, which is sent once it is published', async () => {
    const { client, path, id, ownerId } = await made();
    expect((await client.put(path, { subject: 'Draft', draft: true })).body.data.subject).toBe(WORDS.subject);
    const added = await client.post(`${path}/versions`, { html_content: '<p>Third</p>', changelog: 'x' });
    expect({ status: added.status, data: added.body.data }).toMatchObject({
      status: 201,
      data: { version: 3, status: 'draft', subject_line: 'Draft', parent_version: 2 },
    });
    expect(await numbers(client, path)).toEqual(['3 draft', '2 draft', '1 active']);
    expect(await (await sentFrom(ownerId, client, id)).arrive()).toContain('One');
    expect((await client.post(`${path}/versions/3/publish`, {})).body.data.status).toBe('active');
    expect(await numbers(client, path)).toEqual(['3 active', '2 draft', '1 archived']);
    expect(await (await sentFrom(ownerId, client, id)).arrive()).toContain('Third');
  });

  it('goes back to what it said before, by a new revision, live or as a draft', async () => {
    const { client, path } = await made();
    await client.put(path, { subject: 'Second', html_content: '<p>Other</p>' });
    const draft = await client.post(`${path}/versions/1/restore`, { draft: true });
    expect(draft.body.data).toMatchObject({ version: 3, status: 'draft', subject_line: WORDS.subject });
    expect((await client.get(path)).body.data.subject).toBe('Second');
    await client.post(`${path}/versions/1/restore`, {});
    expect((await client.get(path)).body.data).toMatchObject({ ...WORDS, version: 4 });
    expect(await numbers(client, path)).toEqual(['4 active', '3 draft', '2 archived', '1 archived']);
  });

  it('tells what changed, line by line', async () => {
    const { client, path } = await made();
    await client.put(path, { html_content: '<p>One</p>\n<p>New</p>\n<p>Two</p>', preheader: 'Look' });
    const { body } = await client.get(`${path}/versions/2/diff`);
    expect(body.data).toEqual({
      from_version: 1,
      to_version: 2,
      parts: [
        {
          part: 'preheader',
          added: 1,
          removed: 0,
          rewritten: false,
          hunks: [{ old_start: 1, new_start: 1, lines: ['+Look'] }],
        },
        {
          part: 'html_content',
          added: 1,
          removed: 0,
          rewritten: false,
          hunks: [{ old_start: 1, new_start: 1, lines: [' <p>One</p>', '+<p>New</p>', ' <p>Two</p>'] }],
        },
      ],
    });
    expect((await client.get(`${path}/versions/1/diff?against=1`)).body.data.parts).toEqual([]);
    expect((await client.get(`${path}/versions/1/diff`)).body.code).toBe('email/template-version-not-found');
    expect((await client.get(`${path}/versions/1/diff?against=1e1`)).status).toBe(400);
  });

  it('changes nothing that is planned already, not even when it is deleted', async () => {
    const { client, path, id, ownerId } = await made();
    const planned = await sentFrom(ownerId, client, id);
    await client.put(path, { html_content: '<p>Later words</p>' });
    expect((await client.delete(path)).body.data).toEqual({ deleted: true });
    const mail = await planned.arrive();
    expect(mail).toContain('One');
    expect(mail).not.toContain('Later words');
    expect((await client.get(path)).status).toBe(404);
    expect((await client.get(`${path}/versions`)).status).toBe(404);
  });

  it('is saved by several at once, each under its own number', async () => {
    const { client, path } = await made();
    const saves = Array.from({ length: 6 }, (_, index) => client.put(path, { subject: `S${index}` }));
    expect((await Promise.all(saves)).map(({ status }) => status)).toEqual(Array(6).fill(200));
    const listed = await numbers(client, path);
    expect(listed).toHaveLength(7);
    expect(listed.filter((line: string) => line.endsWith('active'))).toEqual(['7 active']);
  });

  it('becomes a revision too when the front end writes the table', async () => {
    const { client, path, id } = await made();
    await app.sql('update email_templates set subject_line = $2 where id = $1', [id, 'By hand']);
    expect(await numbers(client, path)).toEqual(['2 active', '1 archived']);
    expect((await client.get(path)).body.data).toMatchObject({ subject: 'By hand', version: 2 });
  });

  it('is nobody else’s to read, change, compare, restore, publish, preview or delete', async () => {
    const { path } = await made();
    const { client } = await app.newUser();
    const answers = await Promise.all([
      client.get(path),
      client.put(path, { subject: 'x' }),
      client.patch(path, { name: 'x' }),
      client.delete(path),
      client.post(`${path}/copy`, {}),
      client.post(`${path}/preview`, {}),
      client.get(`${path}/versions`),
      client.post(`${path}/versions`, { subject_line: 'x' }),
      client.get(`${path}/versions/1`),
      client.get(`${path}/versions/1/diff?against=1`),
      client.post(`${path}/versions/1/restore`, {}),
      client.post(`${path}/versions/1/publish`, {}),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(404));
    for (const route of ['', '/versions', '/versions/1', '/versions/1/diff'])
      expect((await app.anonymous.get(`${path}${route}`)).status).toBe(401);
  });
});

describe('a template that comes with the product', () => {
  it('can be read and copied, and not changed', async () => {
    const { client } = await app.newUser();
    const path = '/api/email/templates/welcome';
    expect((await client.get(path)).body.data).toMatchObject({ built_in: true, version: 1 });
    const copy = await client.post(`${path}/copy`, { name: 'Ours' });
    expect({ status: copy.status, data: copy.body.data }).toMatchObject({
      status: 201,
      data: { name: 'Ours', built_in: false, email_type: 'welcome', version: 1 },
    });
    const refused = await Promise.all([
      client.put(path, { subject: 'x' }),
      client.delete(path),
      client.post(`${path}/versions`, { subject_line: 'x' }),
      client.post(`${path}/versions/1/restore`, {}),
      client.post(`${path}/versions/1/publish`, {}),
    ]);
    for (const { status, body } of refused)
      expect([status, body.code]).toEqual([409, 'email/template-built-in']);
    expect((await client.get(`${path}/versions`)).body.data).toEqual([]);
    expect((await client.post(`${path}/preview`, {})).body.data.subject).toBe('Welcome, John!');
  });
});
