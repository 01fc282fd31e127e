import type { Type } from '@nestjs/common';
import { spyOn } from 'jest-mock';
import { MailChannel, MailRefused, MailUnknown } from '#platform/channels/mail-channel';
import type { TestApp } from '../../support/app.js';
import { mailsTo, withoutMailServer } from '../leads/form-mails.makers.js';
import {
  answered,
  answeredTicket,
  header,
  newAddress,
  newAdmin,
  newTicket,
  supportApp,
  ticketPath,
} from './support.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await supportApp();
});
afterAll(() => app.close());

describe('mail of the desk', () => {
  it('tells that a message has arrived, with nothing of what was sent', async () => {
    const email = newAddress();
    await newTicket(app.anonymous, {
      email,
      name: 'CANARY',
      subject: 'CANARY',
      message: 'CANARY http://evil.test',
    });
    const [mail, ...more] = await mailsTo(app, email);
    expect(more).toEqual([]);
    expect(JSON.stringify(mail)).not.toMatch(/CANARY|evil/);
    expect(header(mail, 'auto-submitted')).toBe('auto-replied');
    expect(header(mail, 'x-auto-response-suppress')).toBe('All');
    expect(mail?.replyTo?.[0]?.address).toMatch(/^support\+[a-z2-7]{42}@desk\.test$/);
  });

  it('tells one address at most every ten minutes and three times a day', async () => {
    const email = newAddress();
    const earlier = () =>
      app.sql(
        `update app.support_asks set asked_at = asked_at - interval '11 minutes' where address = sha256(convert_to($1, 'UTF8'))`,
        [email],
      );
    await newTicket(app.anonymous, { email });
    await newTicket(app.anonymous, { email: email.toUpperCase() });
    expect(await mailsTo(app, email)).toHaveLength(1);
    for (let count = 0; count < 4; count++) {
      await earlier();
      await newTicket(app.anonymous, { email });
    }
    expect(await mailsTo(app, email)).toHaveLength(3);
  });

  it('is not sent to confirm where anybody knows the address to be dead, and answers still are', async () => {
    const email = newAddress();
    const { id: marketer } = await app.newUser();
    await app.sql(
      `insert into email_suppressions (created_by, email_norm, reason) values ($1, $2, 'hard_bounce')`,
      [marketer, email],
    );
    const id = await newTicket(app.anonymous, { email });
    expect(await mailsTo(app, email)).toEqual([]);
    const [row] = await app.sql<{ state: string }>('select state from support_mails where ticket_id = $1', [
      id,
    ]);
    expect(row?.state).toBe('skipped');
    await answered((await newAdmin(app)).client, id);
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('brings what somebody of the desk has said, as text and within its thread', async () => {
    const { mail, email, id, admin } = await answeredTicket(app);
    expect(mail.subject).toBe('Re: My import does not end');
    expect(mail.text).toContain('Try again.');
    expect(header(mail, 'auto-submitted')).toBeUndefined();
    await answered(admin, id, '<script>alert(1)</script>');
    const last = (await mailsTo(app, email)).at(-1);
    expect(last?.html).toContain('&lt;script&gt;');
    expect(last?.inReplyTo).toBe(mail.messageId);
    expect(last?.references).toContain(mail.messageId);
    const [answer] = (await admin.get(ticketPath(id, '/messages'))).body.messages;
    expect(answer.mail).toBe('sent');
  });

  it('is never sent for what is internal', async () => {
    const email = newAddress();
    const id = await newTicket(app.anonymous, { email });
    await (
      await newAdmin(app)
    ).client.post(ticketPath(id, '/messages'), { body: 'Odd', visibility: 'internal' });
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('waits while the mail server is away, is sent once when it is back, and never again', async () => {
    const email = newAddress();
    const { client: admin } = await newAdmin(app);
    let id = '';
    await withoutMailServer(app, async () => {
      id = await newTicket(app.anonymous, { email });
      await answered(admin, id);
    });
    expect(await mailsTo(app, email)).toEqual([]);
    const again = async () => {
      await app.sql('update support_mails set due_at = now() where ticket_id = $1 and due_at is not null', [
        id,
      ]);
      await newTicket(app.anonymous);
      return mailsTo(app, email);
    };
    expect(await again()).toHaveLength(2);
    expect(await again()).toHaveLength(2);
    const rows = await app.sql<{ state: string; attempts: number }>(
      'select state, attempts from support_mails where ticket_id = $1',
      [id],
    );
    expect(rows).toEqual([
      { state: 'sent', attempts: 2 },
      { state: 'sent', attempts: 2 },
    ]);
  });

  it.each([
    ['perhaps', new MailUnknown('the line was dropped'), 'unknown'],
    ['certainly not', new MailRefused(true, 550, 'no such user', 'recipient'), 'failed'],
  ])('that has %s arrived is not sent again', async (_, error, state) => {
    const email = newAddress();
    const delivering = spyOn(app.get(MailChannel as Type<MailChannel>), 'deliver');
    delivering.mockImplementation(async (_mail, onData) => {
      await onData();
      throw error;
    });
    const id = await newTicket(app.anonymous, { email });
    await app.drainJobs();
    delivering.mockRestore();
    await newTicket(app.anonymous);
    expect(await mailsTo(app, email)).toEqual([]);
    const rows = await app.sql('select state, attempts, due_at from support_mails where ticket_id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ state, attempts: 1, due_at: null }]);
  });

  it('that was leaving when its worker died is of unknown fate, and not sent again', async () => {
    const email = newAddress();
    const id = await newTicket(app.anonymous, { email });
    await mailsTo(app, email);
    await app.sql(`alter table support_mails disable trigger support_mails_touch`);
    await app.sql(
      `update support_mails set state = 'sending', updated_at = now() - interval '11 minutes' where ticket_id = $1`,
      [id],
    );
    await app.sql(`alter table support_mails enable trigger support_mails_touch`);
    await newTicket(app.anonymous);
    expect(await mailsTo(app, email)).toHaveLength(1);
    expect(await app.sql('select state from support_mails where ticket_id = $1', [id])).toEqual([
      { state: 'unknown' },
    ]);
  });
});
