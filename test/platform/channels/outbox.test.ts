import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MailChannel } from '#platform/channels/mail-channel';
import { startApp, type TestApp } from '../../support/app.js';

const mail = (id: string, subject: string, html: string) => ({
  id,
  from: { address: 'team@sender.test' },
  to: 'ada@example.com',
  subject,
  html,
  text: 'text',
  headers: {},
});

describe('while no mail server is set', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  it('a mail is kept as a file and shown in a sandbox', async () => {
    const id = randomUUID();
    const channel = app.nest.get(MailChannel, { strict: false });
    expect(channel.kind).toBe('outbox');
    await channel.deliver(
      mail(id, '<b>Hi</b>', '<script>alert(1)</script><p>Hello "you"</p>'),
      async () => undefined,
    );
    expect(await readdir(join(app.dataDir, 'outbox'))).toContain(`${id}.eml`);

    const list = await app.anonymous.get('/dev/outbox');
    expect(list.status).toBe(200);
    expect(list.text).toContain(`/dev/outbox/${id}`);
    expect(list.text).not.toContain('<b>Hi</b>');

    const shown = await app.anonymous.get(`/dev/outbox/${id}`);
    expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(shown.text).toContain('sandbox=""');
    expect(shown.text).not.toContain('<script>');
  });

  it('nothing is kept when arming fails', async () => {
    const id = randomUUID();
    const channel = app.nest.get(MailChannel, { strict: false });
    const refused = channel.deliver(mail(id, 'Hi', '<p>Hi</p>'), () => Promise.reject(new Error('no')));
    await expect(refused).rejects.toThrow('no');
    expect((await app.anonymous.get(`/dev/outbox/${id}`)).status).toBe(404);
  });

  it.each(['nothing', '..%2fsecrets', randomUUID()])('there is no mail called %s', async (id) => {
    expect((await app.anonymous.get(`/dev/outbox/${id}`)).status).toBe(404);
  });
});

describe('in production', () => {
  it('there is no outbox to look at', async () => {
    const app = await startApp({ settings: { ENVIRONMENT: 'production', ALLOW_EMBEDDED: '1' } });
    expect((await app.anonymous.get('/dev/outbox')).status).toBe(404);
    expect((await app.anonymous.get(`/dev/outbox/${randomUUID()}`)).status).toBe(404);
    await app.close();
  });
});
