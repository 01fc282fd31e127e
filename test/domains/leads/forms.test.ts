import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
});
afterAll(async () => {
  await app.close();
});

const FORMS = '/api/lead-capture/forms';

describe('a marketer builds a form', () => {
  it('and gets sound defaults for all that is left out', async () => {
    const { id, client } = await app.newUser();
    const { status, body } = await client.post(FORMS, {
      name: 'Newsletter',
      campaign_id: '',
      campaign_name: '',
      styling: { button_color: '#112233' },
    });
    expect(status).toBe(201);
    expect(body.data).toMatchObject({
      name: 'Newsletter',
      campaign_id: null,
      fields: [
        { name: 'name', type: 'text', label: 'Name', required: true },
        { name: 'email', type: 'email', label: 'Email', required: true },
      ],
      styling: {
        button_color: '#112233',
        button_text: 'Submit',
        success_message: "Thank you! We'll be in touch soon.",
        error_message: 'Something went wrong. Please try again.',
      },
      settings: {
        redirect_url: null,
        send_email_notification: true,
        notification_email: 'someone@example.com',
        double_opt_in: false,
        confirmation_subject: 'Please confirm your address',
        confirmation_message: expect.any(String),
        minimum_seconds: 2,
        require_token: false,
        proof_of_work: false,
        limit_per_minute: null,
      },
      active: true,
      submissions_count: 0,
      last_submission_at: null,
      created_by: id,
    });
    expect((await client.post(FORMS, {})).body.data.name).toBe('New Form');
  });

  it('and always has a required e-mail field', async () => {
    const { client } = await app.newUser();
    const fields = [
      { name: 'email', type: 'text', required: false },
      { name: 'topic', type: 'select', label: 'Topic', options: ['A', 'B'] },
    ];
    const { body } = await client.post(FORMS, { fields });
    expect(body.data.fields).toEqual([
      { name: 'email', type: 'email', label: 'email', required: true },
      { name: 'topic', type: 'select', label: 'Topic', required: false, options: ['A', 'B'] },
    ]);
    const without = await client.post(FORMS, { fields: [{ name: 'note', type: 'textarea' }] });
    expect(without.body.data.fields.map(({ name }: { name: string }) => name)).toEqual(['note', 'email']);
  });

  it('and changes it key by key', async () => {
    const { client } = await app.newUser();
    const { body } = await client.post(FORMS, {
      name: 'A',
      styling: { button_text: 'Go' },
      settings: { redirect_url: 'https://example.com/thanks' },
    });
    const changed = await client.put(`${FORMS}/${body.data.id}`, {
      styling: { button_color: '#fff' },
      active: false,
    });
    expect(changed.body.data).toMatchObject({
      name: 'A',
      active: false,
      styling: { button_text: 'Go', button_color: '#fff' },
      settings: { redirect_url: 'https://example.com/thanks' },
    });
    const cleared = await client.put(`${FORMS}/${body.data.id}`, { settings: { redirect_url: '' } });
    expect(cleared.body.data.settings.redirect_url).toBeNull();
  });

  it('and lists, reads and deletes it; its leads stay', async () => {
    const { client } = await app.newUser();
    const first = (await client.post(FORMS, { name: 'First' })).body.data;
    const second = (await client.post(FORMS, { name: 'Second' })).body.data;
    await app.anonymous.post(`/api/lead-capture/webhook/${first.id}`, { name: 'A', email: 'a@example.com' });
    const listed = await client.get(`${FORMS}?limit=1`);
    expect(listed.body.data.map(({ name }: { name: string }) => name)).toEqual(['Second']);
    const rest = await client.get(`${FORMS}?limit=1&cursor=${listed.body.next_cursor}`);
    expect(rest.body.data[0]).toMatchObject({ name: 'First', submissions_count: 1 });
    expect((await client.get(`${FORMS}/${second.id}`)).body.data).toEqual(second);
    expect((await client.delete(`${FORMS}/${first.id}`)).body.data).toEqual({ deleted: true });
    expect((await client.delete(`${FORMS}/${first.id}`)).status).toBe(404);
    expect((await client.get('/api/leads')).body.data[0]).toMatchObject({
      email: 'a@example.com',
      form_id: null,
    });
    expect((await app.anonymous.get(`/form/${first.id}`)).status).toBe(404);
  });

  it('and puts it on a web page by script, frame or link', async () => {
    const { client } = await app.newUser();
    const { id } = (await client.post(FORMS, {})).body.data;
    const { data } = (await client.get(`${FORMS}/${id}/embed-code`)).body;
    expect(data.form_id).toBe(id);
    expect(data.direct_url).toBe(`http://links.test/form/${id}`);
    expect(data.iframe_code).toContain(`src="http://links.test/form/${id}"`);
    expect(data.embed_code).toContain('src="http://links.test/static/form-widget.js"');
    expect(data.embed_code).toContain(`containerId: 'lead-form-${id}'`);
  });
});

describe('bad input for a form', () => {
  it.each([
    [
      'a redirect to a script',
      { settings: { redirect_url: 'javascript:alert(1)' } },
      'settings.redirect_url',
    ],
    ['a redirect without a scheme', { settings: { redirect_url: '//example.com' } }, 'settings.redirect_url'],
    [
      'a redirect with a password',
      { settings: { redirect_url: 'https://a:b@example.com' } },
      'settings.redirect_url',
    ],
    [
      'a colour that closes the style',
      { styling: { button_color: 'red;}</style><script>' } },
      'styling.button_color',
    ],
    ['a field of an unknown type', { fields: [{ name: 'a', type: 'file' }] }, 'fields.0.type'],
    ['a field named like a prototype', { fields: [{ name: 'constructor', type: 'text' }] }, 'fields.0.name'],
    ['a field name with a quote', { fields: [{ name: 'a"b', type: 'text' }] }, 'fields.0.name'],
    ['a field with an unknown key', { fields: [{ name: 'a', type: 'text', html: 'x' }] }, 'fields.0.html'],
    [
      '51 fields',
      { fields: Array.from({ length: 51 }, (_, at) => ({ name: `f${at}`, type: 'text' })) },
      'fields',
    ],
    [
      '201 options',
      { fields: [{ name: 'a', type: 'select', options: Array(201).fill('x') }] },
      'fields.0.options',
    ],
    ['somebody else as owner', { created_by: randomUUID() }, 'created_by'],
    ['a count of submissions', { submissions_count: 5 }, 'submissions_count'],
    ['an empty name', { name: '' }, 'name'],
    ['no name', { name: null }, 'name'],
    ['active as text', { active: 'yes' }, 'active'],
    [
      'a purpose that is no word',
      { fields: [{ name: 'a', type: 'checkbox', consent: true, purpose: 'Any Thing' }] },
      'fields.0.purpose',
    ],
    ['a time of minus one second', { settings: { minimum_seconds: -1 } }, 'settings.minimum_seconds'],
    ['a limit of none', { settings: { limit_per_minute: 0 } }, 'settings.limit_per_minute'],
    ['an address of two', { settings: { notification_email: 'a,b@c.de' } }, 'settings.notification_email'],
    ['a mail that says nothing', { settings: { confirmation_message: '' } }, 'settings.confirmation_message'],
    ['a campaign that is no id', { campaign_id: 'x' }, 'campaign_id'],
  ])('is refused and named: %s', async (_what, form, path) => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(FORMS, form);
    expect(status).toBe(400);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await client.get(FORMS)).body.data).toEqual([]);
  });

  it.each([
    [
      'a name twice',
      [
        { name: 'a', type: 'text' },
        { name: 'a', type: 'tel' },
      ],
      'fields.1.name',
    ],
    ['a select without options', [{ name: 'a', type: 'select' }], 'fields.0.options'],
    ['consent by a text', [{ name: 'a', type: 'text', consent: true }], 'fields.0.consent'],
  ])('is refused as a contradiction: %s', async (_what, fields, path) => {
    const { client } = await app.newUser();
    const { status, body } = await client.post(FORMS, { fields });
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'leads/form-fields-invalid', path]);
  });
});

describe('the campaign of a form', () => {
  it('must be one of the caller`s own, whoever else has it', async () => {
    const stranger = await app.newUser();
    const { client } = await app.newUser();
    const theirs = (await stranger.client.post('/api/campaigns', { name: 'Theirs' })).body.data.id;
    const mine = (await client.post('/api/campaigns', { name: 'Mine' })).body.data.id;
    const form = (await client.post(FORMS, { campaign_id: mine })).body.data;
    expect(form.campaign_id).toBe(mine);
    for (const campaign_id of [theirs, randomUUID()])
      for (const { status, body } of [
        await client.post(FORMS, { campaign_id }),
        await client.put(`${FORMS}/${form.id}`, { campaign_id }),
      ])
        expect([status, body.code, body.errors[0].path]).toEqual([
          422,
          'leads/form-campaign-unknown',
          'campaign_id',
        ]);
    expect((await client.get(FORMS)).body.data).toEqual([form]);
  });

  it('is forgotten when the campaign is deleted; the form stays', async () => {
    const { client } = await app.newUser();
    const { id } = (await client.post('/api/campaigns', { name: 'Over' })).body.data;
    const form = (await client.post(FORMS, { campaign_id: id, campaign_name: 'Over' })).body.data;
    expect((await client.delete(`/api/campaigns/${id}`)).status).toBe(200);
    expect((await client.get(`${FORMS}/${form.id}`)).body.data).toMatchObject({
      campaign_id: null,
      campaign_name: 'Over',
    });
  });
});

describe('somebody else`s form', () => {
  it('is not found by its id and does not change', async () => {
    const mine = await app.newUser();
    const { id } = (await mine.client.post(FORMS, { name: 'Mine' })).body.data;
    const before = await app.sql('select * from lead_capture_forms where id = $1', [id]);
    const { client } = await app.newUser();
    const answers = [
      await client.get(`${FORMS}/${id}`),
      await client.put(`${FORMS}/${id}`, { name: 'Yours', active: false }),
      await client.delete(`${FORMS}/${id}`),
      await client.get(`${FORMS}/${id}/embed-code`),
      await client.get(`${FORMS}/not-a-uuid`),
    ];
    for (const { status, body } of answers) expect([status, body.detail]).toEqual([404, 'Form not found']);
    expect(await app.sql('select * from lead_capture_forms where id = $1', [id])).toEqual(before);
    expect((await client.get(FORMS)).body.data).toEqual([]);
    expect((await app.anonymous.get(FORMS)).status).toBe(401);
  });
});
