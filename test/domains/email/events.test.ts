import { randomUUID } from 'node:crypto';
import { bearer, EventStage } from './event-stage.js';
import { address, TestMailing } from './mailing.js';

let stage: EventStage;
beforeAll(async () => {
  stage = await EventStage.open();
});

describe('a generic endpoint', () => {
  it('hears of a hard bounce, which is told in the report and ends mail to the address', async () => {
    const { owner, endpoint, path, mail } = await stage.set('generic');
    const bounce = { type: 'hard', message_id: `<${mail.id}@sender.test>`, reason: '550 no such user' };
    const answer = await stage.post(path, bounce, bearer(endpoint.secret));
    expect({ status: answer.status, body: answer.body }).toEqual({
      status: 200,
      body: { success: true, taken: 1 },
    });
    expect(await mail.mailing.report()).toMatchObject({ sent: 1, delivered: 0, bounced: 1 });
    expect(await stage.suppressions(owner)).toMatchObject([
      { email: mail.email, reason: 'hard_bounce', source: 'events:generic' },
    ]);
    const again = await stage.post(path, bounce, bearer(endpoint.secret));
    expect(again.body.taken).toBe(0);
    expect(await stage.kinds(mail.id)).toEqual(['bounced']);
    const seen = await owner.client.get(`/api/email/event-endpoints/${endpoint.id}`);
    expect(seen.body.data).toMatchObject({ events_count: 1 });
    expect(seen.text).not.toContain(endpoint.secret);
  });

  it('hears of an address alone', async () => {
    const { owner, endpoint, path } = await stage.set('generic');
    await stage.post(path, { type: 'complaint', email: 'Lost@Reader.test' }, bearer(endpoint.secret));
    expect(await stage.suppressions(owner)).toMatchObject([
      { email: 'lost@reader.test', reason: 'complaint' },
    ]);
  });

  it('counts soft bounces of different mails, five of which are too many, and forgets them when one arrives', async () => {
    const { owner, endpoint, path } = await stage.set('generic');
    const email = address();
    const ids: string[] = [];
    for (let at = 0; at < 7; at++) {
      const mailing = await TestMailing.make(stage.app, [email], {}, owner);
      await mailing.sent();
      ids.push((await mailing.message(email)).id);
    }
    const tell = (type: string, at: number, id = randomUUID()) =>
      stage.post(path, { id, type, message_id: ids[at]! }, bearer(endpoint.secret));
    for (let at = 0; at < 4; at++) await tell('soft', at);
    await tell('soft', 3);
    await tell('delivered', 4);
    await tell('soft', 4);
    expect(await stage.suppressions(owner)).toEqual([]);
    for (const at of [5, 6]) await tell('soft', at);
    expect(await stage.suppressions(owner)).toEqual([]);
    await stage.app.sql(`update email_soft_bounces set bounces = 4 where email_norm = $1`, [email]);
    const last = await stage.sentMail(owner, email);
    await stage.post(path, { type: 'soft', message_id: last.id }, bearer(endpoint.secret));
    expect(await stage.suppressions(owner)).toMatchObject([{ email, reason: 'soft_bounces' }]);
  });

  it('comes to the same end whatever the order, and however often', async () => {
    const all = ['delivered', 'opened', 'clicked', 'bounced', 'complained', 'unsubscribed'];
    const ends: unknown[] = [];
    for (const order of [all, all.toReversed(), [...all.slice(3), ...all.slice(0, 3)]]) {
      const { owner, endpoint, path, mail } = await stage.set('generic');
      const at = (type: string) => new Date(Date.UTC(2026, 10, 20, all.indexOf(type))).toISOString();
      const told = order.map((type) => ({ id: type, type, message_id: mail.id, at: at(type) }));
      for (const event of [...told, ...told]) await stage.post(path, event, bearer(endpoint.secret));
      await stage.post(path, { events: told }, bearer(endpoint.secret));
      const [row] = await stage.app.sql(
        `select state, delivered_at, opened_at, open_count, clicked_at, click_count, bounced_at, complained_at, unsubscribed_at
         from email_messages where id = $1`,
        [mail.id],
      );
      const [{ reason }] = await stage.suppressions(owner);
      ends.push({ row, reason, kinds: await stage.kinds(mail.id) });
    }
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
    expect(ends[0]).toMatchObject({
      reason: 'complaint',
      row: { state: 'sent', open_count: 1, click_count: 1 },
    });
  });

  it('takes ten times the same at the same time, once', async () => {
    const { endpoint, path, mail } = await stage.set('generic');
    const event = { id: 'one', type: 'opened', message_id: mail.id };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => stage.post(path, event, bearer(endpoint.secret))),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await mail.mailing.message(mail.email)).toMatchObject({ open_count: 1 });
  });

  it('keeps what machines did apart from figures, and tells nobody', async () => {
    const { endpoint, path, mail } = await stage.set('generic');
    const event = { type: 'opened', message_id: mail.id, user_agent: 'Barracuda Sentinel scanner' };
    await stage.post(path, event, bearer(endpoint.secret));
    expect(await stage.events(mail.id)).toEqual([{ event_type: 'opened', is_machine: true }]);
    expect(await mail.mailing.report()).toMatchObject({ opened: 0 });
    expect(
      await stage.app.sql('select from email_events where message_id = $1 and not told', [mail.id]),
    ).toEqual([]);
  });

  it('finds out that a mail of unknown fate had arrived', async () => {
    const { owner, endpoint, path } = await stage.set('generic');
    const email = address();
    stage.sink.behaviour.set(email, 'drop-after-data');
    const mailing = await TestMailing.make(stage.app, [email], {}, owner);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ unknown: 1, sent: 0 });
    const { id } = await mailing.message(email);
    await stage.post(path, { type: 'delivered', message_id: id }, bearer(endpoint.secret));
    expect(await mailing.report()).toMatchObject({ unknown: 0, sent: 1, delivered: 1 });
  });

  it('does nothing to anybody else’s mail', async () => {
    const mine = await stage.set('generic');
    const theirs = await stage.set('generic');
    const event = { type: 'hard', message_id: theirs.mail.id };
    expect((await stage.post(mine.path, event, bearer(mine.endpoint.secret))).status).toBe(200);
    expect(await stage.kinds(theirs.mail.id)).toEqual([]);
    expect(await stage.suppressions(theirs.owner)).toEqual([]);
    expect((await stage.post(theirs.path, event, bearer(mine.endpoint.secret))).status).toBe(401);
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
    ] as const) {
      const body = method === 'PUT' ? { name: 'x' } : undefined;
      const url = `/api/email/event-endpoints/${theirs.endpoint.id}${path}`;
      expect((await mine.owner.client.send(method, url, body, {})).status).toBe(404);
    }
  });

  it('is refused without its secret, at other addresses, when it is switched off, too large or unreadable', async () => {
    const { owner, endpoint, path, mail } = await stage.set('generic');
    const event = { type: 'hard', message_id: mail.id };
    expect((await stage.post(path, event)).body.code).toBe('email/events-unsigned');
    for (const wrong of ['/api/email/events/generic/x', path.replace('generic', 'brevo'), `${path}x`])
      expect((await stage.post(wrong, event, bearer(endpoint.secret))).status).toBe(404);
    expect((await stage.post(path, '[', bearer(endpoint.secret))).status).toBe(400);
    expect((await stage.post(path, '"text"', bearer(endpoint.secret))).status).toBe(400);
    expect(
      (await stage.post(path, JSON.stringify({ a: 'x'.repeat(1_100_000) }), bearer(endpoint.secret))).status,
    ).toBe(413);
    const plain = { ...bearer(endpoint.secret), 'content-type': 'text/plain' };
    expect((await stage.post(path, JSON.stringify({ a: 'x'.repeat(1_100_000) }), plain)).status).toBe(413);
    expect(
      (await stage.post(path, 'a=b', { ...plain, 'content-type': 'application/x-www-form-urlencoded' }))
        .status,
    ).toBe(415);
    const many = Array.from({ length: 1_001 }, () => ({ type: 'opened', message_id: mail.id }));
    expect((await stage.post(path, { events: many }, bearer(endpoint.secret))).status).toBe(413);
    await owner.client.put(`/api/email/event-endpoints/${endpoint.id}`, { active: false });
    expect((await stage.post(path, event, bearer(endpoint.secret))).status).toBe(404);
    expect(await stage.kinds(mail.id)).toEqual([]);
  });
});

describe('the owner tells of a message', () => {
  it('and it is kept, once for an id', async () => {
    const owner = await stage.app.newUser();
    const { id, mailing, email } = await stage.sentMail(owner);
    const event = {
      email_id: id,
      event_type: 'clicked',
      metadata: { event_id: 'e1', url: 'https://shop.test/x' },
    };
    for (let time = 0; time < 2; time++) {
      const { status, body } = await owner.client.post('/api/email/events/track', event);
      expect({ status, body }).toEqual({ status: 200, body: { success: true, tracked: true } });
    }
    expect(await mailing.message(email)).toMatchObject({ click_count: 1 });
    expect(await mailing.report()).toMatchObject({ opened: 1, clicked: 1 });
  });

  it('and a machine that has followed its link counts for nothing', async () => {
    const { owner, mail } = await stage.set('generic');
    for (const user_agent of ['Barracuda Sentinel scanner', 'Mozilla/5.0 (X11; Linux) Firefox/140.0'])
      await owner.client.post('/api/email/events/track', {
        email_id: mail.id,
        event_type: 'clicked',
        metadata: { user_agent, url: 'https://shop.test' },
      });
    expect((await stage.events(mail.id)).map(({ is_machine }) => is_machine)).toEqual([true, false]);
    expect(await mail.mailing.message(mail.email)).toMatchObject({ click_count: 1 });
  });

  it('but not of anybody else’s, nor of what there is not', async () => {
    const { id } = await stage.sentMail(await stage.app.newUser());
    const stranger = await stage.app.newUser();
    const tell = (body: object) => stranger.client.post('/api/email/events/track', body);
    expect((await tell({ email_id: id, event_type: 'bounced' })).status).toBe(404);
    expect((await tell({ email_id: 'x', event_type: 'bounced' })).status).toBe(400);
    expect((await tell({ email_id: id, event_type: 'eaten' })).status).toBe(400);
    expect(await stage.kinds(id)).toEqual([]);
    expect(
      (await stage.app.anonymous.post('/api/email/events/track', { email_id: id, event_type: 'opened' }))
        .status,
    ).toBe(401);
  });
});

describe('an endpoint', () => {
  it('asks for the secret that only its provider can make', async () => {
    const { client } = await stage.app.newUser();
    for (const provider of ['sendgrid', 'mailgun', 'resend']) {
      const { status, body } = await client.post('/api/email/event-endpoints', { name: 'x', provider });
      expect({ status, code: body.code }).toEqual({ status: 422, code: 'email/event-endpoint-unfit' });
    }
    expect((await client.post('/api/email/event-endpoints', { name: 'x', provider: 'fax' })).status).toBe(
      400,
    );
  });

  it('is listed, renamed and deleted, and then takes nothing', async () => {
    const { owner, endpoint, path } = await stage.set('brevo');
    const url = `/api/email/event-endpoints/${endpoint.id}`;
    await owner.client.put(url, { name: 'Other', addresses: ['127.0.0.1'] });
    const { body } = await owner.client.get('/api/email/event-endpoints');
    expect(body.data).toMatchObject([{ name: 'Other', addresses: ['127.0.0.1'], provider: 'brevo' }]);
    expect((await owner.client.delete(url)).status).toBe(200);
    expect((await stage.post(path, {}, bearer(endpoint.secret))).status).toBe(404);
  });
});
