import type { TestApp } from '../../support/app.js';
import { TestClient } from '../../support/client.js';
import {
  answeredTicket,
  handIn,
  mime,
  newTicket,
  replyAddressOf,
  supportApp,
  ticketPath,
} from './support.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

const PICTURE = [
  '--b',
  'Content-Type: text/plain',
  '',
  'See picture',
  '--b',
  'Content-Type: image/png',
  'Content-Disposition: attachment; filename=a.png',
  '',
  'x',
  '--b--',
].join('\r\n');

describe('a key of an administrator', () => {
  it('finds the tickets of its owner as their customer, and nobody else’s', async () => {
    const { id: userId, client } = await app.newUser();
    await app.sql(`insert into user_roles (user_id, role) values ($1, 'admin')`, [userId]);
    const made = await client.post('/api/user/api-keys', { name: 'Desk', scopes: ['support:*'] });
    const machine = new TestClient(app.url, made.body.data.key);
    const { id: others, email, mail } = await answeredTicket(app);
    const headers = { 'Content-Type': 'multipart/mixed; boundary=b' };
    await handIn(app, mime({ from: email, to: replyAddressOf(mail), headers, body: PICTURE }));
    const [file] = await app.sql<{ id: string }>('select id from support_attachments where ticket_id = $1', [
      others,
    ]);
    const paths = ['', '/messages', `/attachments/${file?.id}`].map((rest) => ticketPath(others, rest));
    for (const path of paths) {
      expect((await client.get(path)).status).toBe(200);
      const { status, body } = await machine.get(path);
      expect([path, status, body.code]).toEqual([path, 404, 'support/ticket-not-found']);
    }
    expect((await machine.post(ticketPath(others, '/messages'), { body: 'Hello' })).status).toBe(404);

    const own = await newTicket(client);
    await client.post(ticketPath(own, '/messages'), { body: 'Odd', visibility: 'internal' });
    expect((await machine.get(ticketPath(own))).body.ticket).toMatchObject({
      id: own,
      sla: null,
      labels: null,
    });
    expect((await machine.get(ticketPath(own, '/messages'))).text).not.toContain('Odd');
    const said = await machine.post(ticketPath(own, '/messages'), { body: 'Still so' });
    expect(said.body.entry).toMatchObject({ author: 'customer' });
    const internal = { body: 'x', visibility: 'internal' };
    expect((await machine.post(ticketPath(own, '/messages'), internal)).status).toBe(403);
  });
});
