import { createHmac } from 'node:crypto';
import { Webhook as Reference } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { startApp, type TestApp } from '../../support/app.js';
import { DnsServer } from '../../support/dns-server.js';
import { Site } from '../../support/site.js';
import { aboutAttempts } from './attempts.cases.js';
import { aboutNotices } from './notices.cases.js';
import { aboutManyDeliveries } from './many-deliveries.cases.js';
import { aboutTheLog } from './log.cases.js';
import { HOOKS, LEAD_SCORED, Receiver, TestHook, tellAll } from './hook-stage.js';
import { aboutAddresses } from './addresses.cases.js';

const CAPTURED = {
  lead_id: LEAD_SCORED.lead_id,
  email: null,
  full_name: null,
  form_id: null,
  answers: {},
  campaign_id: null,
};

let app: TestApp;
let receiver: Receiver;
let trap: Site;
let dns: DnsServer;
beforeAll(async () => {
  dns = await DnsServer.start();
  trap = await Site.start((_request, response) => response.end('inside'));
  receiver = await Receiver.start();
  app = await startApp({
    roles: 'web',
    settings: {
      OUTBOUND_ALLOW: '127.0.0.2/32',
      DNS_SERVERS: dns.address,
      WEBHOOK_TIMEOUT_MS: '2000',
      WEBHOOK_LEASE_SECONDS: '30',
    },
  });
});
afterAll(async () => {
  await app.close();
  await Promise.all([receiver.close(), trap.close(), dns.close()]);
});

describe('a webhook', () => {
  it('is told what happens, signed so that the reference verifiers accept it', async () => {
    const hook = await TestHook.make(app, receiver.url);
    await hook.tell('lead.scored', LEAD_SCORED);
    await tellAll(app);
    const [arrival, ...others] = receiver.of(hook.id);
    expect(others).toEqual([]);
    const { headers, body } = arrival!;
    const payload = { type: 'lead.scored', event: 'lead.scored', webhook_id: hook.id, data: LEAD_SCORED };
    expect(JSON.parse(body)).toMatchObject(payload);
    expect(new Reference(hook.secret).verify(body, headers)).toMatchObject(payload);
    expect(() => new Svix(hook.secret).verify(body, headers)).not.toThrow();
    const mac = createHmac('sha256', hook.secret).update(body).digest('hex');
    expect(headers['x-webhook-signature']).toBe(`sha256=${mac}`);
    expect(headers['content-type']).toBe('application/json');
    const delivery = await hook.delivery();
    expect(delivery).toMatchObject({ state: 'delivered', response_code: 200, tries: 1, error: null });
    expect(delivery.id).toBe(headers['webhook-id']);
    expect(delivery.request).toMatchObject({ url: receiver.url, body });
    expect(delivery.attempts).toMatchObject([{ status: 200, response: 'thanks', error: null }]);
    expect(await hook.get()).toMatchObject({ last_response_code: 200, total_calls: 1, failed_calls: 0 });
  });

  it('hears only what it wants, and of that only what fits', async () => {
    const owner = await app.newUser();
    const wanted = { events: ['lead.scored'], filter: [{ field: 'score', in: [75, 80] }] };
    const hook = await TestHook.make(app, receiver.url, wanted, owner);
    const other = await TestHook.make(app, receiver.url, { events: ['content.*'] }, owner);
    await hook.tell('lead.scored', LEAD_SCORED, { ...LEAD_SCORED, score: 10 });
    await hook.tell('lead.captured', CAPTURED);
    await tellAll(app);
    expect(receiver.of(hook.id).map(({ body }) => JSON.parse(body).data.score)).toEqual([75]);
    expect(receiver.of(other.id)).toEqual([]);
  });

  it('sends along the headers its owner has given, and shows only their names', async () => {
    const hook = await TestHook.make(app, receiver.url, { headers: { 'X-Pass': 'canary-of-a-header' } });
    await hook.tell('lead.scored', LEAD_SCORED);
    await tellAll(app);
    expect(receiver.of(hook.id)[0]?.headers['x-pass']).toBe('canary-of-a-header');
    expect((await hook.get()).header_names).toEqual(['x-pass']);
  });

  it('shows its secret once, and keeps it sealed', async () => {
    const hook = await TestHook.make(app, receiver.url, { headers: { 'x-pass': 'canary-of-a-value' } });
    await hook.tell('lead.scored', LEAD_SCORED);
    await tellAll(app);
    const seen = [
      (await hook.owner.client.get(HOOKS)).text,
      JSON.stringify(await hook.get()),
      JSON.stringify(await hook.delivery()),
      (await hook.owner.client.patch(hook.path, { name: 'Other' })).text,
      (await hook.owner.client.get('/api/secrets')).text,
      JSON.stringify(await app.sql('select * from webhooks where id = $1', [hook.id])),
      JSON.stringify(await app.sql('select * from webhook_deliveries where webhook_id = $1', [hook.id])),
      JSON.stringify(await app.sql('select * from user_secrets where user_id = $1', [hook.owner.id])),
    ];
    for (const canary of [hook.secret, hook.secret.slice(6), 'canary-of-a-value'])
      expect(seen.filter((text) => text.includes(canary))).toEqual([]);
  });

  it('signs with both secrets after a rotation, and with one when the overlap is over', async () => {
    const hook = await TestHook.make(app, receiver.url);
    const { body: turned } = await hook.post('/secret/rotate', { overlap_hours: 1 });
    const fresh: string = turned.data.secret_token;
    expect(fresh).not.toBe(hook.secret);
    expect(Date.parse((await hook.get()).former_secret_until)).toBe(
      Date.parse(turned.data.former_secret_until),
    );
    await hook.tell('lead.scored', LEAD_SCORED);
    await tellAll(app);
    const { headers, body } = receiver.of(hook.id)[0]!;
    for (const secret of [hook.secret, fresh]) new Reference(secret).verify(body, headers);
    const again = (await hook.post('/secret/rotate', { overlap_hours: 0 })).body.data;
    await hook.tell('lead.scored', LEAD_SCORED);
    await tellAll(app);
    const last = receiver.of(hook.id)[1]!;
    new Reference(again.secret_token).verify(last.body, last.headers);
    expect(() => new Reference(fresh).verify(last.body, last.headers)).toThrow(/signature/i);
  });

  it('that is turned off is told nothing, and nothing is kept for it', async () => {
    const hook = await TestHook.make(app, receiver.url);
    await hook.tell('lead.scored', LEAD_SCORED);
    await hook.owner.client.patch(hook.path, { is_active: false });
    await hook.tell('lead.scored', LEAD_SCORED);
    expect(await app.sql('select from outbound_events where user_id = $1', [hook.owner.id])).toHaveLength(1);
    await tellAll(app);
    expect(receiver.of(hook.id)).toEqual([]);
    expect(await hook.deliveries()).toEqual([]);
    expect(await hook.get()).toMatchObject({ is_active: false, disabled_reason: 'owner' });
    expect((await hook.post('/recover', { since: '2026-01-01' })).body.code).toBe('webhooks/off');
    await hook.owner.client.patch(hook.path, { is_active: true, events: ['lead.*'] });
    await hook.tell('lead.scored', LEAD_SCORED);
    await tellAll(app);
    expect(receiver.of(hook.id)).toHaveLength(1);
  });

  it('that is deleted leaves nothing behind', async () => {
    const hook = await TestHook.make(app, receiver.url);
    await hook.tell('lead.scored', LEAD_SCORED);
    await tellAll(app);
    const { body } = await hook.owner.client.delete(hook.path);
    expect(body.data).toEqual({ id: hook.id, deleted: true });
    expect((await hook.owner.client.delete(hook.path)).status).toBe(404);
    for (const table of ['webhooks', 'webhook_deliveries', 'webhook_days', 'event_listeners'])
      expect([table, await app.sql(`select from ${table} where user_id = $1`, [hook.owner.id])]).toEqual([
        table,
        [],
      ]);
  });

  it('for mail is added by the e-mail routes, too', async () => {
    const { client } = await app.newUser();
    const made = await client.post('/api/email/webhooks', {
      url: receiver.url,
      events: ['sent', 'email.bounced'],
    });
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({ events: ['email.sent', 'email.bounced'], is_active: true });
    const usual = await client.post('/api/email/webhooks', { url: receiver.url });
    expect(usual.body.data.events).toEqual(['email.sent', 'email.opened', 'email.clicked']);
    expect((await client.get(HOOKS)).body.data).toHaveLength(2);
    const odd = await client.post('/api/email/webhooks', { url: receiver.url, events: ['read'] });
    expect([odd.status, odd.body.code]).toEqual([422, 'webhooks/event-unknown']);
  });

  it('can be one of fifty at most', async () => {
    const owner = await app.newUser();
    await app.sql(
      `insert into webhooks (user_id, name, url) select $1, 'Hook ' || n, 'https://example.com/' from generate_series(1, 50) n`,
      [owner.id],
    );
    const one = await owner.client.post(HOOKS, { name: 'Hook', url: receiver.url });
    expect([one.status, one.body.code]).toEqual([409, 'webhooks/too-many']);
    const page = await owner.client.get(`${HOOKS}?limit=30`);
    const rest = await owner.client.get(`${HOOKS}?limit=30&cursor=${page.body.next_cursor}`);
    expect([page.body.data.length, rest.body.data.length, rest.body.next_cursor]).toEqual([30, 20, null]);
  });
});

describe('what a webhook cannot be', () => {
  const UNFIT: [string, object, string][] = [
    ['an unknown event', { events: ['lead.exploded'] }, 'webhooks/event-unknown'],
    ['half a family', { events: ['lead.c*'] }, 'webhooks/event-unknown'],
    ['a short secret', { secret_token: 'short' }, 'webhooks/secret-unfit'],
    ['a header of ours', { headers: { 'Webhook-Signature': 'x' } }, 'webhooks/headers-unfit'],
    ['the header of the host', { headers: { host: 'inside' } }, 'webhooks/headers-unfit'],
    ['a header with a line end', { headers: { 'x-a': 'b\r\nx-c: d' } }, 'webhooks/headers-unfit'],
    ['a header that is no text', { headers: { 'x-a': 1 } }, 'webhooks/headers-unfit'],
    [
      'eleven headers',
      { headers: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`x-${at}`, 'y'])) },
      'webhooks/headers-unfit',
    ],
  ];

  it.each(UNFIT)('has %s', async (_what, wanted, code) => {
    const { client } = await app.newUser();
    const refused = await client.post(HOOKS, { name: 'Hook', url: receiver.url, ...wanted });
    expect([refused.status, refused.body.code]).toEqual([422, code]);
    expect((await client.get(HOOKS)).body.data).toEqual([]);
  });

  it.each([
    { filter: [{ field: 'a..b', in: [1] }] },
    { filter: [{ field: 'a', in: [] }] },
    { filter: [{ field: 'a', in: [{}] }] },
    { filter: [{ field: 'a', in: ['x\0'] }] },
    { name: '' },
    { secret: 'unknown field' },
  ])('is %j', async (wanted) => {
    const { client } = await app.newUser();
    const refused = await client.post(HOOKS, { name: 'Hook', url: receiver.url, ...wanted });
    expect([400, 422]).toContain(refused.status);
  });
});

describe('the catalogue of events', () => {
  it('says of each event what it is, with a schema and an example', async () => {
    const { client } = await app.newUser();
    const { data } = (await client.get(`${HOOKS}/events`)).body;
    const names = data.map(({ name }: { name: string }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['lead.created', 'campaign.completed', 'email.sent', 'social.posted']),
    );
    for (const { name, summary, schema, example } of data) {
      expect([name, schema.type, summary.length > 10]).toEqual([name, 'object', true]);
      expect(Object.keys(example.data).toSorted()).toEqual(Object.keys(schema.properties).toSorted());
      expect(example.type).toBe(name);
    }
  });
});

aboutAddresses(() => ({ app, receiver, trap, dns }));
aboutAttempts(() => app);
aboutNotices(() => app);
aboutTheLog(() => ({ app, receiver }));
aboutManyDeliveries(() => app);
