import { randomUUID } from 'node:crypto';
import { ConfirmationLinks } from '#domains/leads/confirmations/confirmation-links';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { askedEarlier, linkTo, mailsTo, newAddress, press, withOptIn } from './form-mails.makers.js';
import { tokenFrom } from './forms.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('a visitor of a form with double opt-in', () => {
  it('is no lead until the button behind the link in the mail is pressed', async () => {
    const email = newAddress();
    const { client, form, submit, leads, count } = await withOptIn(
      app,
      { confirmation_subject: 'Is it you?', redirect_url: 'https://example.com/thanks' },
      { styling: { success_message: 'Welcome <b>!' } },
    );
    const { status, body } = await submit({ email, name: 'Ada Lovelace', company: 'Engines' });
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        lead_id: null,
        message: expect.stringContaining('mail'),
        redirect_url: null,
        confirmation_required: true,
      },
    ]);
    const [mail, ...more] = await mailsTo(app, email);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ subject: 'Is it you?', from: { address: 'marketing@example.com' } });
    expect(mail!.html).toContain(form.settings.confirmation_message);
    const link = await linkTo(app, email);
    const page = await app.anonymous.get(link);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<form method="post">');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect([await leads(), await count()]).toEqual([[], 0]);

    const confirmed = await press(app, link);
    expect(confirmed.status).toBe(200);
    expect(confirmed.text).toContain('Welcome &lt;b&gt;!');
    expect(confirmed.text).toContain('href="https://example.com/thanks"');
    const [lead] = await leads();
    expect(lead).toMatchObject({
      email,
      first_name: 'Ada',
      last_name: 'Lovelace',
      company: 'Engines',
      consent: 'granted',
      source: 'embedded_form',
      form_id: form.id,
    });
    expect(await count()).toBe(1);
    await client.delete(`/api/leads/${lead.id}`);
    await client.delete(`/api/leads/removed/${lead.id}`);
    expect(await app.sql('select id from form_confirmations where form_id = $1', [form.id])).toEqual([]);
  });

  it('is one lead however often the link is followed, with one proof of what was agreed to', async () => {
    const email = newAddress();
    const { client, form, submit, leads, count } = await withOptIn(app, {
      confirmation_message: 'Yes, write to me.',
    });
    await submit({ email, name: 'x' }, { 'user-agent': 'Browser 1' });
    const link = await linkTo(app, email);
    const answers = await Promise.all([press(app, link), press(app, link), press(app, link)]);
    answers.push(await press(app, link), await app.anonymous.get(link));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await count()).toBe(1);
    const [lead, ...others] = await leads();
    expect(others).toEqual([]);
    const { data: proofs } = (await client.get(`/api/leads/${lead.id}/consents`)).body;
    expect(proofs).toEqual([
      expect.objectContaining({
        purpose: 'email',
        decision: 'granted',
        email,
        text: 'Yes, write to me.',
        text_version: expect.stringMatching(/^[0-9a-f]{16}$/),
        ip: '127.0.0.1',
        source: 'double_opt_in',
        form_id: form.id,
        current: true,
      }),
    ]);
    const { data: events } = (await client.get(`/api/leads/${lead.id}/timeline`)).body;
    const consent = events.find(({ type }: { type: string }) => type === 'consent');
    expect(consent).toMatchObject({
      source: `form:${form.id}`,
      data: {
        consent_id: proofs[0].id,
        purpose: 'email',
        confirmed: { asked_at: expect.any(String), asked_from: '127.0.0.1' },
      },
    });
    expect(events.map(({ type }: { type: string }) => type)).toContain('submitted');
    const [kept] = await app.sql('select submission, lead_id from form_confirmations where form_id = $1', [
      form.id,
    ]);
    expect(kept).toEqual({ submission: null, lead_id: lead.id });
  });

  it('gets back the consent that was withdrawn, as nobody else reads the mail of the address', async () => {
    const email = newAddress();
    const { client, submit, leads } = await withOptIn(app);
    const { data } = (await client.post('/api/leads', { email })).body;
    await client.put(`/api/leads/${data.id}`, { consent: 'withdrawn' });
    await submit({ email, name: 'x' });
    expect((await leads())[0].consent).toBe('withdrawn');
    await press(app, await linkTo(app, email));
    expect((await leads())[0]).toMatchObject({ id: data.id, consent: 'granted' });
  });

  it('who sends once more ten minutes later gets another mail, and only its link is good', async () => {
    const email = newAddress();
    const { form, submit, leads } = await withOptIn(app);
    await submit({ email, name: 'First' });
    const first = await linkTo(app, email);
    await submit({ email, name: 'Too soon' });
    expect(await linkTo(app, email)).toBe(first);
    expect(await mailsTo(app, email)).toHaveLength(1);
    await askedEarlier(app, email, '10 minutes');
    await submit({ email: email.toUpperCase(), name: 'Second' });
    const second = await linkTo(app, email);
    expect(second).not.toBe(first);
    expect([(await app.anonymous.get(first)).status, (await press(app, first)).status]).toEqual([404, 404]);
    expect(await leads()).toEqual([]);
    expect(await app.sql('select id from form_confirmations where form_id = $1', [form.id])).toHaveLength(1);
    expect((await press(app, second)).status).toBe(200);
    expect((await leads())[0].first_name).toBe('Second');
  });

  it('who comes too late is told so, and later that there is nothing', async () => {
    const email = newAddress();
    const { form, submit, leads } = await withOptIn(app);
    await submit({ email, name: 'x' });
    const link = await linkTo(app, email);
    const age = (by: string) =>
      app.sql(`update form_confirmations set expires_at = now() - $2::interval where form_id = $1`, [
        form.id,
        by,
      ]);
    await age('1 second');
    expect([(await app.anonymous.get(link)).status, (await press(app, link)).status]).toEqual([410, 410]);
    await age('8 days');
    await app.get(Retention).run(AbortSignal.timeout(10_000));
    expect((await press(app, link)).status).toBe(404);
    expect(await leads()).toEqual([]);
  });

  it('of a form that was switched off meanwhile has nothing to confirm', async () => {
    const email = newAddress();
    const { client, form, submit, leads } = await withOptIn(app);
    await submit({ email, name: 'x' });
    const link = await linkTo(app, email);
    await client.put(`/api/lead-capture/forms/${form.id}`, { active: false });
    expect([(await app.anonymous.get(link)).status, (await press(app, link)).status]).toEqual([410, 410]);
    await client.put(`/api/lead-capture/forms/${form.id}`, { active: true });
    await app.sql('update lead_capture_forms set active = false where id = $1', [form.id]);
    expect((await press(app, link)).status).toBe(410);
    expect((await submit({ email, name: 'x' })).body.code).toBe('leads/form-inactive');
    expect(await leads()).toEqual([]);
  });

  it('that is a robot is answered alike and sent nothing', async () => {
    const email = newAddress();
    const { form, submit } = await withOptIn(app);
    const person = await submit({ email: newAddress(), name: 'x' });
    const robot = await submit({ email, name: 'x', _token: await tokenFrom(app, form.id, 0) });
    expect(robot.body).toEqual(person.body);
    expect(await mailsTo(app, email)).toEqual([]);
  });
});

describe('a link to confirm', () => {
  it('that we have not signed, or not for this, leads nowhere', async () => {
    const { form, submit } = await withOptIn(app);
    const email = newAddress();
    await submit({ email, name: 'x' });
    const link = await linkTo(app, email);
    const last = link.at(-1) === 'A' ? 'B' : 'A';
    const strangers = [
      `${link}A`,
      link.slice(0, -1) + last,
      '/c/x',
      `/c/${await tokenFrom(app, form.id, 10)}`,
      app.get(ConfirmationLinks).to(randomUUID()).replace('http://links.test', ''),
    ];
    for (const stranger of strangers) {
      expect([stranger, (await app.anonymous.get(stranger)).status]).toEqual([stranger, 404]);
      expect([stranger, (await press(app, stranger)).status]).toEqual([stranger, 404]);
    }
  });
});
