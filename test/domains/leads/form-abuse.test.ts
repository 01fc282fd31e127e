import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { makeForm, tokenFrom, webhook } from './forms.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

describe('abuse of a form', () => {
  it('by a robot that fills the hidden field is answered like a success and kept nowhere', async () => {
    const { submit, leads, count } = await makeForm(app);
    const real = await submit({ email: 'person@example.com', name: 'P', _hp: '' });
    const robot = await submit({ email: 'robot@example.com', name: 'R', _hp: 'http://spam.example' });
    expect(robot.status).toBe(200);
    expect(Object.keys(robot.body)).toEqual(Object.keys(real.body));
    expect({ ...robot.body, lead_id: '' }).toEqual({ ...real.body, lead_id: '' });
    expect(robot.body.lead_id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(await leads()).toHaveLength(1);
    expect(await count()).toBe(1);
  });

  it('by what no person can have sent is answered like a success and kept nowhere', async () => {
    const { form, submit, leads, count } = await makeForm(app);
    const other = (await makeForm(app)).form.id;
    const fresh = (await app.anonymous.get(`/api/lead-capture/public/forms/${form.id}`)).body.form.protection;
    const good = await tokenFrom(app, form.id, 10);
    const person = { email: 'person@example.com', name: 'P' };
    const real = await submit({ ...person, _token: good });
    for (const _token of [fresh.token, await tokenFrom(app, other, 10), `${good}A`, 'x', 5, [good], {}]) {
      const robot = await submit({ email: 'robot@example.com', name: 'R', _token });
      expect({ ...robot.body, lead_id: '' }).toEqual({ ...real.body, lead_id: '' });
    }
    expect((await leads()).map(({ email }: { email: string }) => email)).toEqual(['person@example.com']);
    expect(await count()).toBe(1);
  });

  it('is not what a form says that lets visitors be as fast as they like', async () => {
    const { form, submit, leads } = await makeForm(app, { settings: { minimum_seconds: 0 } });
    const { token } = (await app.anonymous.get(`/api/lead-capture/public/forms/${form.id}`)).body.form
      .protection;
    expect((await submit({ email: 'a@example.com', name: 'x', _token: token })).status).toBe(200);
    expect(await leads()).toHaveLength(1);
  });

  it('is not a page that was left open for a day, whose visitor is told to load it again', async () => {
    const { form, submit, leads } = await makeForm(app);
    const sent = { email: 'a@example.com', name: 'x' };
    const late = await submit({ ...sent, _token: await tokenFrom(app, form.id, 24 * 3600 + 10) });
    expect([late.status, late.body.code]).toEqual([409, 'leads/form-token-expired']);
    expect(await leads()).toEqual([]);
    const inTime = await submit({ ...sent, _token: await tokenFrom(app, form.id, 24 * 3600 - 100) });
    expect([inTime.status, (await leads()).length]).toEqual([200, 1]);
  });

  it.each([
    ['no address', { name: 'x' }, 400, 'leads/email-required'],
    ['an empty address', { name: 'x', email: '  ' }, 400, 'leads/email-required'],
    ['no name where one is required', { email: 'a@example.com' }, 422, 'leads/submission-refused'],
    [
      'an address with a newline',
      { name: 'x', email: 'a@example.com\nBcc: b@example.com' },
      422,
      'leads/submission-refused',
    ],
    ['two addresses', { name: 'x', email: 'a@example.com,b@example.com' }, 422, 'leads/submission-refused'],
    ['an address as a list', { name: 'x', email: ['a@example.com'] }, 422, 'leads/submission-refused'],
    [
      'a name of 501 characters',
      { name: 'x'.repeat(501), email: 'a@example.com' },
      422,
      'leads/submission-refused',
    ],
    ['a name of several lines', { name: 'a\r\nb', email: 'a@example.com' }, 422, 'leads/submission-refused'],
    ['a name with a bell', { name: 'a\u0007', email: 'a@example.com' }, 422, 'leads/submission-refused'],
    ['a name as an object', { name: { $gt: '' }, email: 'a@example.com' }, 422, 'leads/submission-refused'],
    ['a list', [], 400, 'leads/submission-unreadable'],
    ['a number', '5', 400, 'leads/submission-unreadable'],
    ['a prototype', '{"email":"a@example.com","__proto__":{"x":1}}', 400, 'http/json-unreadable'],
    [
      'a nested prototype',
      '{"email":"a@example.com","custom_fields":{"__proto__":{"x":1}}}',
      400,
      'http/json-unreadable',
    ],
    [
      'an unasked field that holds more than one value',
      { name: 'x', email: 'a@example.com', custom_fields: { nested: { a: 1 } } },
      422,
      'leads/submission-refused',
    ],
    [
      'an unasked field with a name of markup',
      { name: 'x', email: 'a@example.com', custom_fields: { '<b>': 1 } },
      422,
      'leads/submission-refused',
    ],
    [
      '51 unasked fields',
      {
        name: 'x',
        email: 'a@example.com',
        custom_fields: Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`f${at}`, at])),
      },
      422,
      'leads/submission-refused',
    ],
    ['a NUL', '{"email":"a@example.com","name":"a\\u0000b"}', 400, 'http/text-unstorable'],
    ['half a surrogate pair', '{"email":"a@example.com","name":"\\ud800"}', 400, 'http/text-unstorable'],
    [
      '33 KB',
      { email: 'a@example.com', name: 'x', extra: 'x'.repeat(33_000) },
      413,
      'leads/submission-too-large',
    ],
    ['JSON 20,000 levels deep', '['.repeat(20_000), 400, 'http/json-too-deep'],
  ])('by sending %s is refused and keeps nothing', async (_what, submission, status, code) => {
    const { submit, leads, count } = await makeForm(app);
    const answer = await submit(submission);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(typeof answer.body.detail).toBe('string');
    expect(await leads()).toEqual([]);
    expect(await count()).toBe(0);
    expect((await app.anonymous.get('/health')).body.x).toBeUndefined();
  });

  it('again and again cannot make a lead grow without end', async () => {
    const { leads, submit } = await makeForm(app, { fields: [{ name: 'topic', type: 'text' }] });
    for (let round = 0; round < 6; round++) {
      const noise = () => Array.from({ length: 60 }, () => randomUUID()).join('');
      const fields = Array.from({ length: 12 }, (_, at) => [`f${round}_${at}`, noise()]);
      const sent = { email: 'big@example.com', custom_fields: Object.fromEntries(fields) };
      expect((await submit(sent)).status).toBe(200);
    }
    expect(Object.keys((await leads())[0].custom_fields)).toHaveLength(24);
  });

  it('by naming columns of a lead sets none of them', async () => {
    const { leads, submit } = await makeForm(app, { fields: [{ name: 'topic', type: 'text' }] });
    const sent = {
      email: 'x@example.com',
      topic: 'a',
      status: 'customer',
      created_by: randomUUID(),
      evil: 1,
    };
    expect((await submit(sent)).status).toBe(200);
    const [lead] = await leads();
    expect(lead).toMatchObject({ status: 'new', score: 0 });
    expect(lead.custom_fields).toEqual({ topic: 'a' });
  });

  it('by another content type is refused', async () => {
    const { submit, leads } = await makeForm(app);
    const answers = [
      await submit('email=a@example.com', { 'content-type': 'text/plain' }),
      await submit('email=a%40example.com&name=x', { 'content-type': 'application/x-www-form-urlencoded' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([415, 415]);
    expect(await leads()).toEqual([]);
  });

  it('by 200 forms that do not exist is answered alike', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        app.anonymous.post(webhook(randomUUID()), { email: 'a@example.com' }),
      ),
    );
    const told = answers.map(({ status, body }) => `${status} ${body.detail} ${body.code}`);
    expect(new Set(told)).toEqual(new Set(['404 Form not found or inactive leads/form-inactive']));
  });

  it('from one address, or of one form from many, is slowed down while other forms go on', async () => {
    const settings = { RATE_LIMIT_PUBLIC: '20', RATE_LIMIT_FORM: '30', TRUSTED_PROXIES: '127.0.0.1/32' };
    const limited = await startApp({ settings });
    try {
      const { client } = await limited.newUser();
      const make = async () => (await client.post('/api/lead-capture/forms', {})).body.data.id as string;
      const [one, two] = [await make(), await make()];
      // More than fit into two minutes, should one end just now.
      const answers = [];
      for (let at = 0; at < 45; at++)
        answers.push(await limited.anonymous.post(webhook(one), { email: `a${at}@example.com`, name: 'x' }));
      expect(answers.slice(0, 15).every(({ status }) => status === 200)).toBe(true);
      const over = answers.find(({ status }) => status !== 200)!;
      expect(over.status).toBe(429);
      expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await limited.anonymous.post(webhook(two), { email: 'z@example.com', name: 'x' })).status).toBe(
        200,
      );
      for (const ask of [
        () => limited.anonymous.get(`/api/lead-capture/public/forms/${two}/challenge`),
        () => limited.anonymous.get('/c/nothing-of-ours'),
        () => limited.anonymous.post('/c/nothing-of-ours'),
        () => limited.anonymous.post('/api/lead-capture/inbound/01a2213f-d775-7491-af15-ed88ccb2f969', '{}'),
      ]) {
        const answers = await Promise.all(Array.from({ length: 45 }, ask));
        expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
      }
      const many = Array.from({ length: 70 }, (_, at) => {
        const from = { 'x-forwarded-for': `203.0.113.${at}` };
        return limited.anonymous.post(webhook(one), { email: `b${at}@example.com`, name: 'x' }, from);
      });
      const told = (await Promise.all(many)).map(({ status, body }) => `${status} ${body.detail ?? ''}`);
      expect(told).toContain('429 At most 30 requests a minute are answered here.');
      const [{ kept } = { kept: 0 }] = await limited.sql<{ kept: number }>(
        'select submissions_count as kept from lead_capture_forms where id = $1',
        [one],
      );
      expect(kept).toBeLessThanOrEqual(60);
    } finally {
      await limited.close();
    }
  });

  it('uses up the limit of a form that sets one only by what could be kept', async () => {
    const { submit, count } = await makeForm(app, { settings: { limit_per_minute: 3 } });
    const person = (at: number) => ({ email: `a${at}@example.com`, name: 'x' });
    for (let at = 0; at < 5; at++) {
      expect((await submit({ ...person(at), _hp: 'x' })).status).toBe(200);
      expect((await submit({ ...person(at), email: 'no address' })).status).toBe(422);
    }
    const answers = await Promise.all(Array.from({ length: 9 }, (_, at) => submit(person(at))));
    const kept = answers.filter(({ status }) => status === 200).length;
    // Six when a minute has just ended.
    expect([3, 4, 5, 6]).toContain(kept);
    expect(await count()).toBe(kept);
    const over = answers.find(({ status }) => status === 429);
    expect(Number(over!.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('after it was switched off elsewhere keeps nothing, however fresh the memory of it', async () => {
    const { form, submit, leads } = await makeForm(app);
    expect((await submit({ email: 'a@example.com', name: 'x' })).status).toBe(200);
    await app.sql('update lead_capture_forms set active = false where id = $1', [form.id]);
    const answer = await submit({ email: 'b@example.com', name: 'x' });
    expect([answer.status, answer.body.code]).toEqual([404, 'leads/form-inactive']);
    expect(await leads()).toHaveLength(1);
  });
});
