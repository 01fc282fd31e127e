import { randomUUID } from 'node:crypto';
import { Retention } from '#platform/retention/retention';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { mailsTo, newAddress, sendWhatIsDue, withoutMailServer } from './form-mails.makers.js';
import { onEmbedded } from '../../support/where.js';
import { makeForm, webhook } from './forms.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('the owner of a form', () => {
  const toldAt = async (form: object = {}) => {
    const notification_email = newAddress();
    const made = await makeForm(app, form, { email: notification_email });
    return { ...made, notification_email };
  };
  const age = (formId: string) =>
    app.sql(
      `update lead_capture_forms set told_at = told_at - interval '15 minutes', tell_at = tell_at - interval '15 minutes'
       where id = $1`,
      [formId],
    );

  it('is told of a first submission at once, and of all others together a quarter of an hour later', async () => {
    const { form, client, submit, notification_email } = await toldAt({ name: 'Fair <2026>' });
    await submit({ email: 'ada@example.com', name: 'Ada <b>Lovelace</b>' });
    await sendWhatIsDue(app);
    const [first] = await mailsTo(app, notification_email);
    expect(first!.subject).toBe('One new submission: Fair <2026>');
    expect(first!.html).toContain('Ada &lt;b&gt;Lovelace&lt;/b&gt;, ada@example.com');
    const sent = Array.from({ length: 12 }, (_, at) =>
      submit({ email: `more${at}@example.com`, name: `N${at}` }),
    );
    await Promise.all(sent);
    await sendWhatIsDue(app);
    expect(await mailsTo(app, notification_email)).toHaveLength(1);

    await age(form.id);
    await Promise.all([sendWhatIsDue(app), sendWhatIsDue(app), sendWhatIsDue(app)]);
    const [, second, ...more] = await mailsTo(app, notification_email);
    expect(more).toEqual([]);
    expect(second!.subject).toBe('12 new submissions: Fair <2026>');
    expect(second!.text!.match(/more\d+@example\.com/g)).toHaveLength(10);
    expect(second!.text).not.toContain('ada@example.com');
    await age(form.id);
    await sendWhatIsDue(app);
    expect(await mailsTo(app, notification_email)).toHaveLength(2);
    const { data } = (await client.get(`/api/lead-capture/forms/${form.id}`)).body;
    expect(data.updated_at).toBe(form.updated_at);
    expect(Object.keys(data).toSorted()).toEqual(Object.keys(form).toSorted());
  });

  it('who does not want to be told is not, nor of what was sent before that changed', async () => {
    const { form, client, submit, notification_email } = await toldAt();
    await submit({ email: 'a@example.com', name: 'x' });
    const change = (settings: object) => client.put(`/api/lead-capture/forms/${form.id}`, { settings });
    await change({ send_email_notification: false });
    await sendWhatIsDue(app);
    await submit({ email: 'b@example.com', name: 'x' });
    await sendWhatIsDue(app);
    expect(await mailsTo(app, notification_email)).toEqual([]);
    await change({ send_email_notification: true });
    await submit({ email: 'c@example.com', name: 'x' });
    await sendWhatIsDue(app);
    expect((await mailsTo(app, notification_email)).map(({ subject }) => subject)).toEqual([
      'One new submission: Contact',
    ]);
  });

  it('is told at the own address when the form names none', async () => {
    const email = newAddress();
    const { client } = await app.newUser({ email });
    const { id, settings } = (await client.post('/api/lead-capture/forms', {})).body.data;
    expect(settings.notification_email).toBe(email);
    await app.anonymous.post(`/api/lead-capture/webhook/${id}`, { email: 'a@example.com', name: 'x' });
    await sendWhatIsDue(app);
    expect(await mailsTo(app, email)).toHaveLength(1);
  });

  it('names the own address only, however it is written, or none', async () => {
    const { form, client } = await toldAt();
    const change = (notification_email: string | null) =>
      client.put(`/api/lead-capture/forms/${form.id}`, { settings: { notification_email } });
    const told = async () =>
      (await client.get(`/api/lead-capture/forms/${form.id}`)).body.data.settings.notification_email;
    const own = form.settings.notification_email;
    const victim = newAddress();
    const refused = [
      await change(victim),
      await client.post('/api/lead-capture/forms', { settings: { notification_email: victim } }),
    ];
    for (const { status, body } of refused)
      expect([status, body.code, body.errors]).toEqual([
        422,
        'leads/form-notice-not-own',
        [{ path: 'settings.notification_email', message: expect.any(String) }],
      ]);
    expect(await told()).toBe(own);
    expect((await change(own.toUpperCase())).status).toBe(200);
    expect(await told()).toBe(own);
    expect([(await change(null)).status, await told()]).toEqual([200, null]);
    await client.put(`/api/lead-capture/forms/${form.id}`, { name: 'Other' });
    expect(await told()).toBeNull();
  });

  it('is not told when no address is named', async () => {
    const email = newAddress();
    const { submit } = await makeForm(app, { settings: { notification_email: null } }, { email });
    await submit({ email: 'a@example.com', name: 'x' });
    await sendWhatIsDue(app);
    expect(await mailsTo(app, email)).toEqual([]);
  });

  onEmbedded('has no mail sent by what a front end writes itself', async () => {
    const { form, client, ownerId, submit, notification_email } = await toldAt();
    const victim = newAddress();
    const table = `/rest/v1/lead_capture_forms`;
    const state = `select untold, told_at, tell_at, submissions_count, last_submission_at, notify_email
      from lead_capture_forms where id = $1`;
    const before = await app.sql(state, [form.id]);
    const now = new Date().toISOString();
    const forged = {
      untold: 1,
      tell_at: now,
      told_at: null,
      submissions_count: 7,
      last_submission_at: now,
      notify_email: victim,
      settings: { notification_email: victim },
    };
    for (let round = 0; round < 3; round++) {
      expect((await client.patch(`${table}?id=eq.${form.id}`, forged)).status).toBeLessThan(300);
      await sendWhatIsDue(app);
    }
    expect(await app.sql(state, [form.id])).toEqual(before);
    const made = { id: randomUUID(), name: 'Made', fields: [], created_by: ownerId };
    expect((await client.post(table, { ...made, ...forged })).status).toBe(201);
    expect(await app.sql(state, [made.id])).toEqual([
      {
        untold: 0,
        told_at: null,
        tell_at: null,
        submissions_count: 0,
        last_submission_at: null,
        notify_email: null,
      },
    ]);
    for (const id of [form.id, made.id])
      await app.anonymous.post(webhook(id), { email: 'a@example.com', name: 'x' });
    await submit({ email: 'b@example.com', name: 'x' });
    await sendWhatIsDue(app);
    expect(await mailsTo(app, victim)).toEqual([]);
    expect(await mailsTo(app, notification_email)).toHaveLength(1);
  });

  it('is told by at most 20 mails a day of all forms together, and of the rest on the next', async () => {
    const { client, ownerId, form, notification_email } = await toldAt();
    await app.sql(
      `insert into app.form_notices (created_by, since, mails) values ($1, date_trunc('day', now(), 'UTC'), 18)`,
      [ownerId],
    );
    const others = await Promise.all(
      Array.from({ length: 3 }, () => client.post('/api/lead-capture/forms', {})),
    );
    const ids = [form.id, ...others.map(({ body }) => body.data.id)];
    await Promise.all(
      ids.map((id) => app.anonymous.post(webhook(id), { email: 'a@example.com', name: 'x' })),
    );
    const due = `update lead_capture_forms set tell_at = now() where created_by = $1 and untold > 0`;
    for (let round = 0; round < 2; round++) {
      await sendWhatIsDue(app);
      expect(await mailsTo(app, notification_email)).toHaveLength(2);
      await app.sql(due, [ownerId]);
    }
    await sendWhatIsDue(app);
    const waiting = await app.sql(
      `select tell_at = date_trunc('day', now(), 'UTC') + interval '1 day' as tomorrow
       from lead_capture_forms where created_by = $1 and untold > 0`,
      [ownerId],
    );
    expect(waiting).toEqual([{ tomorrow: true }, { tomorrow: true }]);
    await app.sql(`update app.form_notices set since = since - interval '1 day' where created_by = $1`, [
      ownerId,
    ]);
    await app.sql(due, [ownerId]);
    await sendWhatIsDue(app);
    expect(await mailsTo(app, notification_email)).toHaveLength(4);
    expect(await app.sql('select mails from app.form_notices where created_by = $1', [ownerId])).toEqual([
      { mails: 2 },
    ]);
    await app.sql(`update app.form_notices set since = since - interval '2 days' where created_by = $1`, [
      ownerId,
    ]);
    await app.get(Retention).run(AbortSignal.timeout(10_000));
    expect(await app.sql('select from app.form_notices where created_by = $1', [ownerId])).toEqual([]);
  });

  it('is told later when the mail server cannot be reached, and of nothing twice', async () => {
    const { form, submit, notification_email } = await toldAt();
    await submit({ email: 'a@example.com', name: 'x' });
    await withoutMailServer(app, () => sendWhatIsDue(app));
    await sendWhatIsDue(app);
    expect(await mailsTo(app, notification_email)).toEqual([]);
    await app.sql('update lead_capture_forms set tell_at = now() where id = $1', [form.id]);
    await sendWhatIsDue(app);
    expect(await mailsTo(app, notification_email)).toHaveLength(1);
    expect(await app.sql('select untold, tell_at from lead_capture_forms where id = $1', [form.id])).toEqual([
      { untold: 0, tell_at: null },
    ]);
  });
});
