import { SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});
afterEach(() => stage.provider.clear());

describe('a transport', () => {
  it('never shows its secret, is changed and deleted, and is nobody else’s', async () => {
    const owner = await stage.app.newUser();
    const stranger = await stage.app.newUser();
    const id = await stage.transport(owner, 'mailgun', {
      secret: 'never-shown-1',
      options: { domain: 'mg.shop.test', base_url: stage.provider.url },
    });
    const path = `/api/email/transports/${id}`;
    await owner.client.put(path, { name: 'Other', secret: 'never-shown-2', per_day: 5 });
    const seen = await owner.client.get(path);
    expect(seen.body.data).toMatchObject({ name: 'Other', per_day: 5, options: { domain: 'mg.shop.test' } });
    expect(seen.text + (await owner.client.get('/api/email/transports')).text).not.toContain('never-shown');
    expect((await owner.client.get('/api/user/secrets')).text).not.toContain('never-shown');
    for (const [method, body] of [['GET'], ['PUT', { name: 'x' }], ['DELETE']] as const)
      expect((await stranger.client.send(method, path, body, {})).status).toBe(404);
    expect((await stranger.client.post(`${path}/test`)).status).toBe(404);
    const stolen = await stranger.client.post('/api/email/routes', { transports: [id] });
    expect({ status: stolen.status, code: stolen.body.code }).toEqual({
      status: 422,
      code: 'email/route-unfit',
    });
    expect((await owner.client.delete(path)).status).toBe(200);
    expect((await owner.client.get(path)).status).toBe(404);
  });

  it('says whether it would take mail', async () => {
    const owner = await stage.app.newUser();
    const smtp = await stage.transport(owner, 'smtp');
    const ses = await stage.transport(owner, 'ses', {
      options: { region: 'eu-west-1', username: 'AKID', base_url: stage.provider.url },
    });
    stage.provider.will({ status: 403, body: { message: 'The security token is invalid' } });
    const test = async (id: string) =>
      (await owner.client.post(`/api/email/transports/${id}/test`)).body.data;
    expect(await test(smtp)).toEqual({ ok: true, problem: null });
    expect(await test(ses)).toMatchObject({ ok: false, problem: /security token is invalid/ });
  });

  it.each([
    [{ provider: 'ses', secret: 'x' }, 'options.region'],
    [{ provider: 'resend' }, 'secret'],
    [{ provider: 'mailgun', secret: 'x' }, 'options.domain'],
    [
      {
        provider: 'smtp',
        secret: 'x',
        options: { host: 'a.test', port: 25, username: 'u', security: 'none' },
      },
      'options.security',
    ],
  ])('that lacks what it needs is refused: %j', async (wanted, path) => {
    const { client } = await stage.app.newUser();
    const { status, body } = await client.post('/api/email/transports', { name: 'x', ...wanted });
    expect(status).toBe(422);
    expect(body.errors.map((issue: { path: string }) => issue.path)).toContain(path);
  });

  it.each([
    { provider: 'fax' },
    { options: { host: 'a b' } },
    { options: { base_url: 'file:///etc/passwd' } },
    { options: { port: 70_000 } },
    { options: { evil: 1 } },
    { secret: 'a\r\nb' },
    { per_day: 0 },
    { per_minute: '5' },
  ])('with %j is refused as malformed', async (wrong) => {
    const { client } = await stage.app.newUser();
    const { status } = await client.post('/api/email/transports', {
      name: 'x',
      provider: 'smtp',
      secret: 'x',
      ...wrong,
    });
    expect(status).toBe(400);
  });
});

describe('a rule', () => {
  it('is replaced, listed and deleted by its owner alone', async () => {
    const owner = await stage.app.newUser();
    const stranger = await stage.app.newUser();
    const id = await stage.route(owner, ['platform']);
    const path = `/api/email/routes/${id}`;
    const { body } = await owner.client.put(path, {
      transports: ['platform'],
      stream: 'transactional',
      active: false,
    });
    expect(body.data).toMatchObject({ stream: 'transactional', active: false, recipient_domain: null });
    expect((await owner.client.get('/api/email/routes')).body.data).toHaveLength(1);
    expect((await stranger.client.put(path, { transports: ['platform'] })).status).toBe(404);
    expect((await stranger.client.delete(path)).status).toBe(404);
    expect((await owner.client.delete(path)).status).toBe(200);
    for (const wrong of [
      { transports: [] },
      { transports: ['x'] },
      { transports: ['platform'], recipient_domain: 'a b' },
    ])
      expect((await owner.client.post('/api/email/routes', wrong)).status).toBe(400);
  });
});
