import { randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { spyOn } from 'jest-mock';
import { FileStorage } from '#platform/storage/file-storage';
import type { TestClient } from '../../support/client.js';
import { address, deliverDue, TestMailing } from './mailing.js';
import { SendingStage } from './sending-stage.js';

const PATH = '/api/email/files';
const BINARY = { 'content-type': 'application/octet-stream' };
const WORDS = { subject: 'Hi', body: '<p>See the file</p>' };

let stage: SendingStage;
const storage = () => stage.app.get(FileStorage as unknown as Type<FileStorage>);
beforeAll(async () => {
  stage = await SendingStage.open();
});

const pdf = (bytes: number) => {
  const content = Buffer.alloc(bytes, 7);
  content.write('%PDF-1.7\n');
  return content;
};
const upload = (client: TestClient, name: string, content: Buffer | string) =>
  client.post(`${PATH}?name=${encodeURIComponent(name)}`, content, BINARY);
const kept = async (client: TestClient, name = 'list.pdf', bytes = 3_000): Promise<string> => {
  const { status, body, text } = await upload(client, name, pdf(bytes));
  if (status !== 201) throw new Error(text);
  return body.data.id;
};
const filesOf = (email: string) =>
  stage.sink
    .mailsTo(email)
    .map(({ mail }) =>
      mail.attachments.map(({ filename, content }) => [filename, (content as ArrayBuffer).byteLength]),
    );

describe('a file', () => {
  it('is kept, listed, shown, fetched and deleted by its owner alone', async () => {
    const { client } = await stage.app.newUser();
    const { status, body } = await upload(client, '../Preis „Liste“.PDF', pdf(3_000));
    expect([status, body.data]).toEqual([
      201,
      {
        id: expect.any(String),
        name: 'Preis „Liste“.pdf',
        media_type: 'application/pdf',
        bytes: 3_000,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        created_at: expect.any(String),
      },
    ]);
    const path = `${PATH}/${body.data.id}`;
    expect((await client.get(PATH)).body.data).toEqual([body.data]);
    expect((await client.get(path)).body.data).toEqual(body.data);
    const got = await client.get(`${path}/content`);
    expect(got.headers.get('content-type')).toBe('application/octet-stream');
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''Preis/);
    const { client: stranger } = await stage.app.newUser();
    expect((await stranger.get(PATH)).body.data).toEqual([]);
    for (const answer of [
      await stranger.get(path),
      await stranger.get(`${path}/content`),
      await stranger.delete(path),
      await client.get(`${PATH}/x`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'email/file-not-found']);
    for (const attachments of [[body.data.id], [randomUUID()]]) {
      const answer = await stranger.post('/api/email/send', { ...WORDS, to: address(), attachments });
      expect([answer.status, answer.body.code]).toEqual([422, 'email/file-missing']);
    }
    expect((await client.delete(path)).body.data).toEqual({ deleted: true });
    expect((await client.get(path)).status).toBe(404);
    expect((await stage.app.anonymous.get(path)).status).toBe(401);
  });

  it('comes in a form too', async () => {
    const { client } = await stage.app.newUser();
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(pdf(700))]), 'form.pdf');
    const body = new Response(form);
    const headers = { 'content-type': body.headers.get('content-type') ?? '' };
    const answer = await client.post(PATH, Buffer.from(await body.arrayBuffer()), headers);
    expect(answer.body.data).toMatchObject({ name: 'form.pdf', bytes: 700 });
  });

  it('is refused, and leaves nothing, where it is too large, empty, disguised or of a kind that may run', async () => {
    const { id, client } = await stage.app.newUser();
    const refused = async (name: string, content: Buffer | string) => {
      const { status, body } = await upload(client, name, content);
      return [status, body.code];
    };
    expect(await refused('a.exe', 'MZ')).toEqual([422, 'email/file-type-refused']);
    expect(await refused('a.pdf', 'MZ\x90')).toEqual([422, 'email/file-type-refused']);
    expect(await refused('a.pdf', '')).toEqual([400, 'email/file-empty']);
    expect(await refused('noname', 'x')).toEqual([400, 'email/file-name-unfit']);
    expect(await refused('a.pdf', pdf(10 * 1024 * 1024 + 1))).toEqual([413, 'email/file-too-large']);
    expect((await client.post(PATH, { name: 'a.pdf' })).body.code).toBe('email/file-empty');
    expect(await stage.app.sql('select 1 from email_files where created_by = $1', [id])).toEqual([]);
  });

  it('is one of two hundred at most, those that never arrived not counted for long', async () => {
    const { id, client } = await stage.app.newUser();
    const fill = (ready: boolean, at: string) =>
      stage.app.sql(
        `insert into email_files (id, created_by, name, media_type, ready, created_at)
         select gen_random_uuid(), $1, 'a.pdf', 'application/pdf', $2, now() - $3::interval from generate_series(1, 100)`,
        [id, ready, at],
      );
    await fill(true, '1 day');
    await fill(false, '1 minute');
    expect((await upload(client, 'a.pdf', pdf(10))).body.code).toBe('email/too-many-files');
    await stage.app.sql(
      `update email_files set created_at = now() - interval '2 hours' where created_by = $1 and not ready`,
      [id],
    );
    await kept(client);
    const left = 'select 1 from email_files where created_by = $1';
    expect(await stage.app.sql(left, [id])).toHaveLength(101);
  });
});

describe('a mail with files', () => {
  it('brings them to each recipient, read from storage once', async () => {
    const { client } = await stage.app.newUser();
    const attachments = [await kept(client, 'eins.pdf', 2_000), await kept(client, 'zwei.pdf', 90_000)];
    const read = spyOn(storage(), 'read');
    try {
      const to = Array.from({ length: 12 }, address);
      await client.post('/api/email/send', { ...WORDS, to, attachments });
      await stage.app.drainJobs();
      for (const email of to)
        expect(filesOf(email)).toEqual([
          [
            ['eins.pdf', 2_000],
            ['zwei.pdf', 90_000],
          ],
        ]);
      expect(read.mock.calls).toHaveLength(2);
    } finally {
      read.mockRestore();
    }
  });

  it('is another mail than the same without, and cannot have too many or too much', async () => {
    const { client } = await stage.app.newUser();
    const to = address();
    const file = await kept(client, 'big.pdf', 6 * 1024 * 1024);
    const other = await kept(client, 'other.pdf', 5 * 1024 * 1024);
    const ask = async (attachments?: unknown) => {
      const { status, body } = await client.post('/api/email/send', { ...WORDS, to, attachments });
      return [status, body.code];
    };
    expect(await ask([file, other])).toEqual([422, 'email/attachments-too-large']);
    for (const unfit of [[file, file], ['x'], Array.from({ length: 11 }, () => randomUUID()), 'x'])
      expect((await ask(unfit))[0]).toBe(400);
    expect((await ask([file]))[0]).toBe(202);
    expect((await ask())[0]).toBe(202);
    await stage.app.drainJobs();
    expect(
      filesOf(to)
        .map((files) => files.length)
        .toSorted((one, other) => one - other),
    ).toEqual([0, 1]);
  });

  it('takes those of its template, in single mails and in those of a campaign, and names them in its versions', async () => {
    const owner = await stage.app.newUser();
    const { client } = owner;
    const [one, two] = [await kept(client, 'one.pdf'), await kept(client, 'two.pdf')];
    const words = { name: 'Receipt', subject: 'Hi', html_content: '<p>Yours</p>', attachments: [one] };
    const template = (await client.post('/api/email/templates', words)).body.data;
    expect(template.attachments).toEqual([one]);
    const [single, another, reader] = [address(), address(), address()];
    const filled = { template_id: template.id };
    await client.post('/api/email/send/personalized', { ...filled, recipient_data: { email: single } });
    await client.post('/api/email/send', { ...filled, to: another, attachments: [two] });
    const mailing = await TestMailing.make(
      stage.app,
      [reader],
      { html: undefined, subject: undefined, templateId: template.id },
      owner,
    );
    await mailing.sent();
    await stage.app.drainJobs();
    const names = [single, another, reader].map((to) => filesOf(to).map((files) => files[0]?.[0]));
    expect(names).toEqual([['one.pdf'], ['two.pdf'], ['one.pdf']]);
    await client.put(`/api/email/templates/${template.id}`, { attachments: [] });
    const diff = await client.get(`/api/email/templates/${template.id}/versions/2/diff`);
    expect(diff.body.data.parts).toMatchObject([{ part: 'attachments' }]);
    const stolen = await kept((await stage.app.newUser()).client);
    const refused = await client.put(`/api/email/templates/${template.id}`, { attachments: [stolen] });
    expect(refused.body.code).toBe('email/file-missing');
  });

  it('has them when it is sent to be looked at, too', async () => {
    const { client } = await stage.app.newUser();
    const attachments = [await kept(client, 'look.pdf', 700)];
    const words = { name: 'T', subject: 'Hi', html_content: '<p>x</p>', attachments };
    const template_id = (await client.post('/api/email/templates', words)).body.data.id;
    const campaign = { name: 'Spring', channels: ['email'], content: { email: { template_id } } };
    const { id } = (await client.post('/api/campaigns', campaign)).body.data;
    const reader = address();
    const { body } = await client.post(`/api/campaigns/${id}/test-send`, { to: [reader] });
    expect(body.data).toMatchObject([{ sent: true }]);
    expect(filesOf(reader)).toEqual([[['look.pdf', 700]]]);
  });

  it('keeps its files from being deleted until it has left', async () => {
    const { client } = await stage.app.newUser();
    const [ofTemplate, ofMail] = [await kept(client), await kept(client)];
    const words = { name: 'T', subject: 'Hi', html_content: '<p>x</p>', attachments: [ofTemplate] };
    const template = (await client.post('/api/email/templates', words)).body.data;
    const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
    const wish = { ...WORDS, to: address(), attachments: [ofMail], scheduled_at };
    const { email_id } = (await client.post('/api/email/send', wish)).body;
    const remove = async (id: string) => {
      const { status, body } = await client.delete(`${PATH}/${id}`);
      return body.code ?? status;
    };
    expect([await remove(ofTemplate), await remove(ofMail)]).toEqual([
      'email/file-in-use',
      'email/file-in-use',
    ]);
    await client.delete(`/api/email/templates/${template.id}`);
    await client.post(`/api/email/messages/${email_id}/cancel`, {});
    expect([await remove(ofTemplate), await remove(ofMail)]).toEqual([200, 200]);
  });

  it('does not leave without a file that is lost', async () => {
    const { id, client } = await stage.app.newUser();
    const [file, to] = [await kept(client), address()];
    const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
    const wish = { ...WORDS, to, attachments: [file], scheduled_at };
    const { email_id } = (await client.post('/api/email/send', wish)).body;
    await storage().remove([`mail-files/${id}/${file}.bin`]);
    await stage.app.sql('update email_messages set due_at = now() where id = $1', [email_id]);
    await deliverDue(stage.app);
    const { state, response } = (await client.get(`/api/email/messages/${email_id}`)).body.data;
    expect([state, response]).toEqual(['queued', expect.stringContaining('does not exist')]);
    expect(filesOf(to)).toEqual([]);
  });
});
