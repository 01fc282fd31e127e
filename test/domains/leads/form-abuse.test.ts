import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { makeForm, webhook } from './forms.makers.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
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

  it('by 1,000 forms that do not exist is answered alike', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, () =>
        app.anonymous.post(webhook(randomUUID()), { email: 'a@example.com' }),
      ),
    );
    const told = answers.map(({ status, body }) => `${status} ${body.detail} ${body.code}`);
    expect(new Set(told)).toEqual(new Set(['404 Form not found or inactive leads/form-inactive']));
  });

  it('from one address is slowed down while other forms go on', async () => {
    const limited = await startApp({ settings: { RATE_LIMIT_PUBLIC: '20' } });
    try {
      const { client } = await limited.newUser();
      const make = async () => (await client.post('/api/lead-capture/forms', {})).body.data.id as string;
      const [one, two] = [await make(), await make()];
      const statuses = [];
      for (let at = 0; at < 25; at++)
        statuses.push(
          (await limited.anonymous.post(webhook(one), { email: `a${at}@example.com`, name: 'x' })).status,
        );
      expect(statuses.slice(0, 15).every((status) => status === 200)).toBe(true);
      const over = await limited.anonymous.post(webhook(one), { email: 'z@example.com', name: 'x' });
      expect(over.status).toBe(429);
      expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await limited.anonymous.post(webhook(two), { email: 'z@example.com', name: 'x' })).status).toBe(
        200,
      );
    } finally {
      await limited.close();
    }
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
