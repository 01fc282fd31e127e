import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import {
  askedEarlier,
  linkTo,
  mailsTo,
  newAddress,
  press,
  sendWhatIsDue,
  withOptIn,
  withoutMailServer,
} from './form-mails.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a mail that asks to confirm', () => {
  it('says, like the page behind its link, what every ticked box says, and no other', async () => {
    const email = newAddress();
    const fields = [
      { name: 'news', type: 'checkbox', label: 'Write <to> me & mine', consent: true },
      { name: 'calls', type: 'checkbox', label: 'Call me', consent: true, purpose: 'phone' },
      { name: 'post', type: 'checkbox', label: 'Send me letters', consent: true, purpose: 'post' },
    ];
    const { client, form, submit, leads } = await withOptIn(
      app,
      { confirmation_message: 'Is it you?' },
      { fields },
    );
    await submit({ email, news: true, calls: true });
    const [mail] = await mailsTo(app, email);
    const link = await linkTo(app, email);
    // What the form asks from now on is not what was ticked.
    await client.put(`/api/lead-capture/forms/${form.id}`, { fields: [{ ...fields[1], label: 'Other' }] });
    const page = await app.anonymous.get(link);
    for (const html of [mail!.html, page.text]) {
      expect(html).toContain('<li>Write &lt;to&gt; me &amp; mine (email)</li>');
      expect(html).toContain('<li>Call me (phone)</li>');
      expect(html).not.toMatch(/letters|Other/);
    }
    expect(mail!.text).toMatch(/Is it you\?[^]*Write <to> me & mine \(email\)[^]*Call me \(phone\)/);
    await press(app, link);
    const [{ id }] = await leads();
    const { data } = (await client.get(`/api/leads/${id}/consents`)).body;
    expect(data.map(({ text }: { text: string }) => text).toSorted()).toEqual([
      'Call me',
      'Write <to> me & mine',
    ]);
  });

  it('says so where the message has changed since it was agreed to, and nothing twice where it has not', async () => {
    const email = newAddress();
    const { client, form, submit } = await withOptIn(app, { confirmation_message: 'Yes, write to me.' });
    await submit({ email, name: 'x' });
    const [mail] = await mailsTo(app, email);
    expect(mail!.text!.match(/Yes, write to me\./g)).toHaveLength(1);
    await client.put(`/api/lead-capture/forms/${form.id}`, {
      settings: { confirmation_message: 'Sell me.' },
    });
    expect((await app.anonymous.get(await linkTo(app, email))).text).toContain(
      '<li>Yes, write to me. (email)</li>',
    );
  });

  it('is not sent a fourth time in a day for any form of the owner, and the third link stays good', async () => {
    const email = newAddress();
    const { client, submit, leads } = await withOptIn(app);
    const other = (await client.post('/api/lead-capture/forms', { settings: { double_opt_in: true } })).body
      .data;
    const submitOther = (sent: object) => app.anonymous.post(`/api/lead-capture/webhook/${other.id}`, sent);
    const answers = [];
    for (const sending of [submit, submit, submitOther, submit, submitOther]) {
      answers.push(await sending({ email, name: 'x' }));
      await app.drainJobs();
      await askedEarlier(app, email, '10 minutes');
    }
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const mails = await mailsTo(app, email);
    expect(mails).toHaveLength(3);
    const links = mails.map(({ text }) => /(\/c\/[\w-]+)/.exec(text ?? '')![1]!);
    expect(await Promise.all(links.map(async (link) => (await press(app, link)).status))).toEqual([
      404, 200, 200,
    ]);
    expect(await leads()).toHaveLength(1);
    await askedEarlier(app, email, '24 hours');
    await submit({ email, name: 'Six' });
    expect(await mailsTo(app, email)).toHaveLength(4);
    await app.get(Retention).run(AbortSignal.timeout(10_000));
    const kept = `select from app.form_asks where address = sha256(convert_to($1, 'UTF8'))`;
    expect(await app.sql(kept, [email])).toHaveLength(1);
  });

  it('is not sent a sixth time in a day for whatever owners', async () => {
    const email = newAddress();
    for (let owner = 0; owner < 2; owner++) {
      const { client, form, submit } = await withOptIn(app);
      for (let round = 0; round < 2; round++) {
        await submit({ email, name: 'x' });
        await app.drainJobs();
        await askedEarlier(app, email, '10 minutes');
      }
      await client.delete(`/api/lead-capture/forms/${form.id}`);
    }
    expect(await mailsTo(app, email)).toHaveLength(4);
    const asking = await Promise.all(Array.from({ length: 3 }, () => withOptIn(app)));
    const answers = await Promise.all(asking.map(({ submit }) => submit({ email, name: 'x' })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await mailsTo(app, email)).toHaveLength(5);
  });

  it('is not sent the sooner because a form is deleted', async () => {
    const email = newAddress();
    const { client, form, submit } = await withOptIn(app);
    await submit({ email, name: 'x' });
    expect(await mailsTo(app, email)).toHaveLength(1);
    await client.delete(`/api/lead-capture/forms/${form.id}`);
    const other = (await client.post('/api/lead-capture/forms', { settings: { double_opt_in: true } })).body
      .data;
    await app.anonymous.post(`/api/lead-capture/webhook/${other.id}`, { email, name: 'x' });
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('is sent later when the mail server cannot be reached, and never twice', async () => {
    const { form, submit } = await withOptIn(app);
    const email = newAddress();
    await withoutMailServer(app, () => submit({ email, name: 'x' }));
    expect(await mailsTo(app, email)).toEqual([]);
    const state = `select mail_due_at > now() as is_due_later, mail_attempts from form_confirmations where form_id = $1`;
    expect(await app.sql(state, [form.id])).toEqual([{ is_due_later: true, mail_attempts: 1 }]);
    await app.sql('update form_confirmations set mail_due_at = now() where form_id = $1', [form.id]);
    for (let round = 0; round < 2; round++) {
      await sendWhatIsDue(app);
      expect(await mailsTo(app, email)).toHaveLength(1);
    }
    expect(await app.sql(state, [form.id])).toEqual([{ is_due_later: null, mail_attempts: 2 }]);
  });

  it.each([
    ['hard_bounce', 0],
    ['complaint', 0],
    ['manual', 0],
    ['unsubscribed', 1],
    ['consent_withdrawn', 1],
  ])(
    'to an address that is suppressed for %s comes %s times, and the answer does not tell',
    async (reason, mails) => {
      const email = newAddress();
      const { ownerId, form, submit } = await withOptIn(app);
      const other = await withOptIn(app);
      await app.sql(`insert into email_suppressions (created_by, email_norm, reason) values ($1, $2, $3)`, [
        ownerId,
        email,
        reason,
      ]);
      const told = await submit({ email: email.toUpperCase(), name: 'x' });
      const usual = await submit({ email: newAddress(), name: 'x' });
      expect([told.status, told.text]).toEqual([usual.status, usual.text]);
      expect(await mailsTo(app, email)).toHaveLength(mails);
      const due = 'select from form_confirmations where form_id = $1 and mail_due_at is not null';
      expect(await app.sql(due, [form.id])).toEqual([]);
      // Who is dead to one owner may be alive to another.
      await askedEarlier(app, email, '10 minutes');
      await other.submit({ email, name: 'x' });
      expect(await mailsTo(app, email)).toHaveLength(mails + 1);
    },
  );

  it('makes who had unsubscribed welcome again once it is confirmed, and nobody else', async () => {
    const email = newAddress();
    const { ownerId, client, submit } = await withOptIn(app);
    const other = await app.newUser();
    for (const owner of [ownerId, other.id])
      await app.sql(
        `insert into email_suppressions (created_by, email_norm, reason) values ($1, $2, 'unsubscribed')`,
        [owner, email],
      );
    await submit({ email, name: 'x' });
    const link = await linkTo(app, email);
    await app.anonymous.get(link);
    const listed = async (who: typeof client) => (await who.get('/api/email/suppressions')).body.data;
    expect(await listed(client)).toMatchObject([{ email, reason: 'unsubscribed' }]);
    expect((await press(app, link)).status).toBe(200);
    expect(await listed(client)).toEqual([]);
    expect(await listed(other.client)).toMatchObject([{ email, reason: 'unsubscribed' }]);
    // Whoever unsubscribes afterwards stays unsubscribed, also when the link is followed again.
    await client.post('/api/email/suppressions', { email, reason: 'unsubscribed' });
    await press(app, link);
    expect(await listed(client)).toHaveLength(1);
  });
});
