import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeForm } from './forms.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const UTM = ['source', 'medium', 'campaign', 'term', 'content'];
const CAME_BY = Object.fromEntries(UTM.map((name) => [`utm_${name}`, `some ${name}`]));

describe('a visitor submits a form', () => {
  it('and becomes a lead of its owner before the answer comes', async () => {
    const { ownerId, form, leads, submit, client } = await makeForm(app, {
      campaign_name: 'Spring',
      settings: { redirect_url: 'https://example.com/thanks' },
      styling: { success_message: 'Danke!' },
    });
    const campaign_id = (await client.post('/api/campaigns', { name: 'Spring' })).body.data.id;
    await client.put(`/api/lead-capture/forms/${form.id}`, { campaign_id });
    const { status, body, headers } = await submit(
      {
        name: 'Grace Hopper',
        email: 'Grace@Example.com',
        phone: '+1 (212) 555-2368',
        company: ' Navy ',
        referrer: 'https://search.example/?q=x',
        ...CAME_BY,
      },
      { origin: 'https://any.example' },
    );
    expect(status).toBe(200);
    expect(headers.get('access-control-allow-origin')).toBe('*');
    const [lead] = await leads();
    expect(body).toEqual({
      success: true,
      lead_id: lead.id,
      message: 'Danke!',
      redirect_url: 'https://example.com/thanks',
    });
    expect(lead).toMatchObject({
      created_by: ownerId,
      first_name: 'Grace',
      last_name: 'Hopper',
      email: 'Grace@Example.com',
      phone: '+1 (212) 555-2368',
      phone_norm: '+12125552368',
      company: 'Navy',
      source: 'embedded_form',
      status: 'new',
      score: 0,
      tags: ['Contact'],
      form_id: form.id,
      campaign_id,
      metadata: {
        form_name: 'Contact',
        campaign_name: 'Spring',
        referrer: 'https://search.example/?q=x',
        ...CAME_BY,
      },
    });
    const { data } = (await client.get(`/api/lead-capture/forms/${form.id}`)).body;
    expect(data.submissions_count).toBe(1);
    expect(data.last_submission_at).toMatch(/Z$/);
  });

  it('again, which fills what was empty, adds answers and tags, and overwrites nothing', async () => {
    const { client, leads, submit } = await makeForm(app, {
      fields: [
        { name: 'name', type: 'text' },
        { name: 'topic', type: 'text' },
        { name: 'size', type: 'number' },
      ],
    });
    await client.post('/api/leads', {
      email: 'again@example.com',
      first_name: 'Kept',
      status: 'customer',
      tags: ['vip'],
      custom_fields: { plan: 'pro' },
    });
    const first = await submit({
      email: 'AGAIN@example.com',
      name: 'Other Person',
      topic: 'prices',
      size: '3',
    });
    const second = await submit({
      email: 'again@example.com',
      company: 'ACME',
      custom_fields: { topic: 'support' },
    });
    const found = await leads();
    expect(found).toHaveLength(1);
    expect([first.body.lead_id, second.body.lead_id]).toEqual([found[0].id, found[0].id]);
    expect(found[0]).toMatchObject({
      first_name: 'Kept',
      last_name: 'Person',
      email: 'again@example.com',
      company: 'ACME',
      status: 'customer',
      source: 'manual',
      tags: ['vip', 'Contact'],
      custom_fields: { plan: 'pro', topic: 'support', size: 3 },
    });
  });

  it('and what it sent in custom_fields unasked is kept, but replaces nothing', async () => {
    const { leads, submit, client } = await makeForm(app, { fields: [{ name: 'topic', type: 'text' }] });
    const custom_fields = { seats: 3, trial: true, Größe: 'L', empty: '', lead_score: 100, consent: true };
    expect((await submit({ email: 'new@example.com', topic: 'a', custom_fields })).status).toBe(200);
    const { empty: _, ...kept } = custom_fields;
    expect(await leads()).toMatchObject([{ score: 0, consent: 'unknown' }]);
    expect((await leads())[0].custom_fields).toEqual({ topic: 'a', ...kept });

    await client.post('/api/leads', { email: 'known@example.com', custom_fields: { plan: 'pro' } });
    await submit({ email: 'known@example.com', topic: 'old' });
    await submit({ email: 'known@example.com', topic: 'new', custom_fields: { plan: 'free', seats: 9 } });
    expect((await leads())[0].custom_fields).toEqual({ plan: 'pro', topic: 'new', seats: 9 });
  });

  it('and every kind of field is checked and kept as what it is', async () => {
    const { leads, submit } = await makeForm(app, {
      fields: [
        { name: 'site', type: 'url' },
        { name: 'seats', type: 'number' },
        { name: 'start', type: 'date' },
        { name: 'plan', type: 'select', options: ['Free', 'Pro'] },
        { name: 'consent', type: 'checkbox', required: true },
        { name: 'story', type: 'textarea' },
        { name: 'ref', type: 'hidden' },
        { name: 'job_title', type: 'text' },
      ],
    });
    const { status } = await submit({
      email: 'k@example.com',
      job_title: 'CTO',
      custom_fields: {
        site: 'https://example.com/a',
        seats: '12.5',
        start: '2026-02-28',
        plan: 'Pro',
        consent: true,
        story: 'one\ntwo',
        ref: 'r1',
      },
    });
    expect(status).toBe(200);
    expect(await leads()).toMatchObject([
      {
        job_title: 'CTO',
        consent: 'granted',
        custom_fields: {
          site: 'https://example.com/a',
          seats: 12.5,
          start: '2026-02-28',
          plan: 'Pro',
          consent: true,
          story: 'one\ntwo',
          ref: 'r1',
        },
      },
    ]);
    const refused = await submit({
      email: 'k@example.com',
      site: 'javascript:alert(1)',
      seats: 'many',
      start: '2026-02-30',
      plan: 'Enterprise',
      consent: false,
      story: { a: 1 },
    });
    expect(refused.status).toBe(422);
    expect(refused.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'site',
      'seats',
      'start',
      'plan',
      'consent',
      'story',
    ]);
  });

  it('once withdrawn, consent is not given back by whoever knows the address', async () => {
    const { client, leads, submit } = await makeForm(app, {
      fields: [{ name: 'consent', type: 'checkbox' }],
    });
    const { body } = await client.post('/api/leads', { email: 'no@example.com' });
    await client.put(`/api/leads/${body.data.id}`, { consent: 'withdrawn' });
    await submit({ email: 'no@example.com', consent: true });
    expect((await leads())[0].consent).toBe('withdrawn');
  });
});

describe('many visitors at once', () => {
  it('are each kept once, counted exactly, and told the id of their own lead', async () => {
    const one = await makeForm(app);
    const two = await makeForm(app);
    const sent = Array.from({ length: 400 }, (_, at) => ({
      form: at % 3 === 0 ? two : one,
      email: `v${at % 150}@example.com`,
      name: `Visitor ${at % 150}`,
    }));
    const answers = await Promise.all(sent.map(({ form, email, name }) => form.submit({ email, name })));
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    for (const { form, ownerId } of [one, two]) {
      const rows = await app.sql<{ id: string; email: string }>(
        'select id, email from leads where created_by = $1',
        [ownerId],
      );
      const ids = new Map(rows.map(({ id, email }) => [email, id]));
      const own = sent.flatMap((submission, at) =>
        submission.form.form.id === form.id ? [{ ...submission, at }] : [],
      );
      expect(ids.size).toBe(new Set(own.map(({ email }) => email)).size);
      for (const { email, at } of own) expect(answers[at]!.body.lead_id).toBe(ids.get(email));
    }
    expect(await one.count()).toBe(266);
    expect(await two.count()).toBe(134);
  });

  it('do not suffer from one whose row the database refuses', async () => {
    const { ownerId, submit, leads, count } = await makeForm(app);
    await app.sql(`create or replace function app.refuse_lead() returns trigger language plpgsql as
      $$ begin if new.email like 'refused%' then raise exception using errcode = '23514'; end if; return new; end $$`);
    await app.sql(
      'create trigger refuse before insert on leads for each row execute function app.refuse_lead()',
    );
    try {
      const sent = Array.from({ length: 40 }, (_, at) =>
        at === 17 ? 'refused@example.com' : `fine${at}@example.com`,
      );
      const answers = await Promise.all(sent.map((email) => submit({ email, name: 'x' })));
      expect(answers.map(({ status }) => status).filter((status) => status !== 200)).toEqual([500]);
      expect(answers[17]!.body.error).not.toContain('23514');
    } finally {
      await app.sql('drop trigger refuse on leads');
    }
    expect(await leads()).toHaveLength(39);
    expect(await count()).toBe(39);
    expect(ownerId).toBeTruthy();
  });
});
