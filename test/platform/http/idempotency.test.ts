import { setTimeout as sleep } from 'node:timers/promises';
import { openSocket } from '../../support/raw.js';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { ProbeController } from '../../support/probe/probe.controller.js';
import { ProbeModule } from '../../support/probe/probe.module.js';

let app: TestApp;
let effects: Map<string, number>;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web', modules: [ProbeModule] });
  effects = app.get(ProbeController).effects;
});
afterAll(() => app.close());

const keyed = (key: string) => ({ 'idempotency-key': key });

describe('a POST with an Idempotency-Key', () => {
  it('has one effect and answers the same again, marked as replayed', async () => {
    const client = await app.as();
    const first = await client.post('/probe/effects', { name: 'replay' }, keyed('k-1'));
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    const again = await client.post('/probe/effects', { name: 'replay' }, keyed('k-1'));
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(effects.get('replay')).toBe(1);
  });

  it('is refused when the body is another', async () => {
    const client = await app.as();
    await client.post('/probe/effects', { name: 'mine' }, keyed('k-1'));
    const other = await client.post('/probe/effects', { name: 'another' }, keyed('k-1'));
    expect([other.status, other.body.code]).toEqual([422, 'http/idempotency-key-reused']);
    expect(effects.get('another')).toBeUndefined();
  });

  it('belongs to one user and one route', async () => {
    const [mine, yours] = [await app.as(), await app.as()];
    for (const client of [mine, yours]) {
      const answer = await client.post('/probe/effects', { name: 'same key' }, keyed('k-2'));
      expect(answer.headers.get('idempotency-replayed')).toBeNull();
    }
    expect(effects.get('same key')).toBe(2);
    expect((await mine.post('/probe/echo', { name: 'a' }, keyed('k-2'))).status).toBe(200);
    expect(
      (await mine.post('/probe/effects/', { name: 'same key' }, keyed('k-2'))).headers.get(
        'idempotency-replayed',
      ),
    ).toBe('true');
  });

  it('sent a hundred times at once has one effect; the others hear the answer or that it is still running', async () => {
    const client = await app.as();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        client.post('/probe/effects', { name: 'race', waitMs: 100 }, keyed('k-3')),
      ),
    );
    expect(effects.get('race')).toBe(1);
    const done = answers.filter(({ status }) => status === 201);
    const running = answers.filter(({ status }) => status === 409);
    expect(done.length + running.length).toBe(100);
    expect(new Set(done.map(({ text }) => text)).size).toBe(1);
    for (const { body, headers } of running) {
      expect(body.code).toBe('http/request-still-running');
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
  });

  it('that failed changed nothing, so its key may be used again', async () => {
    const client = await app.as();
    for (const [fail, status] of [
      ['boom', 500],
      ['unavailable', 503],
      ['conflict', 409],
    ] as const) {
      const body = { name: fail, fail };
      for (let time = 1; time <= 2; time++) {
        expect((await client.post('/probe/effects', body, keyed(`k-${fail}`))).status).toBe(status);
        expect(effects.get(fail)).toBe(time);
      }
      expect((await client.post('/probe/effects', { name: 'corrected' }, keyed(`k-${fail}`))).status).toBe(
        201,
      );
    }
  });

  it('may carry a stream, which is told apart by its content, whether or not its length is announced', async () => {
    const { id, client } = await app.newUser();
    const send = (text: string) =>
      client.post('/probe/stream', text, { 'content-type': 'text/csv', ...keyed('k-4') });
    const first = await send('a,b');
    expect([first.status, first.body.data]).toEqual([200, { bytes: 3 }]);
    expect((await send('a,b')).headers.get('idempotency-replayed')).toBe('true');
    const inPieces = await fetch(`${app.url}/probe/stream`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await app.token({ id })}`,
        'content-type': 'text/csv',
        ...keyed('k-4'),
      },
      body: ReadableStream.from(['a', ',b'].map((piece) => new TextEncoder().encode(piece))),
      duplex: 'half',
    } as RequestInit);
    expect([inPieces.status, inPieces.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    for (const other of ['c,d', 'longer', '']) {
      const { status, body } = await send(other);
      expect([status, body.code]).toEqual([422, 'http/idempotency-key-reused']);
    }
    expect((await send('a,b')).text).toBe(first.text);
  });

  it('may carry a stream that its route does not read', async () => {
    const client = await app.as();
    const send = (text: string) =>
      client.post('/probe/unread', text, { 'content-type': 'text/csv', ...keyed('k-10') });
    const first = await send('a,b');
    expect([first.status, first.text]).toEqual([200, '<p>unread</p>']);
    const again = await send('a,b');
    expect([again.status, again.text, again.headers.get('content-type')]).toEqual([
      200,
      '<p>unread</p>',
      'text/html; charset=utf-8',
    ]);
    expect((await send('c,d')).status).toBe(422);
  });

  it('whose stream breaks off, first or in the repetition, harms nothing', async () => {
    const { id, client } = await app.newUser();
    const whole = () => client.post('/probe/stream', 'a,b', { 'content-type': 'text/csv', ...keyed('k-11') });
    const token = await app.token({ id });
    const broken = async () => {
      const socket = openSocket(app.url);
      const head = [
        'POST /probe/stream HTTP/1.1',
        'Host: localhost',
        `Authorization: Bearer ${token}`,
        'Content-Type: text/csv',
        'Idempotency-Key: k-11',
        'Content-Length: 3',
      ];
      socket.write(`${head.join('\r\n')}\r\n\r\na,`);
      await sleep(100);
      socket.destroy();
    };
    await broken();
    let first = await whole();
    while (first.status === 409) {
      await sleep(20);
      first = await whole();
    }
    expect([first.status, first.body.data]).toEqual([200, { bytes: 3 }]);
    await broken();
    expect((await whole()).headers.get('idempotency-replayed')).toBe('true');
  });

  it('whose run was taken over cannot overwrite or give back the key of the later run', async () => {
    const { id, client } = await app.newUser();
    const post = (waitMs: number) =>
      client.post('/probe/effects', { name: 'taken over', waitMs }, keyed('k-9'));
    const stale = post(600);
    while (!effects.get('taken over')) await sleep(10);
    await app.sql(`update app.idempotency_keys set locked_until = now() where scope like $1`, [`${id}%`]);
    const later = app.sql(
      `update app.idempotency_keys set locked_until = now() + interval '1 minute', body = 'of the later run' where scope like $1`,
      [`${id}%`],
    );
    await Promise.all([stale, later]);
    expect(
      await app.sql(`select state, body from app.idempotency_keys where scope like $1`, [`${id}%`]),
    ).toEqual([{ state: 'running', body: 'of the later run' }]);
  });

  it('is not taken by input that was never read: a corrected body may use the key', async () => {
    const client = await app.as();
    expect((await client.post('/probe/effects', { name: 5 }, keyed('k-5'))).status).toBe(400);
    expect((await client.post('/probe/effects', { name: 'corrected' }, keyed('k-5'))).status).toBe(201);
  });

  it('takes up to 255 visible characters as its key', async () => {
    const client = await app.as();
    expect((await client.post('/probe/effects', {}, keyed('k'.repeat(255)))).status).toBe(201);
    for (const key of ['k'.repeat(256), 'a b', '']) {
      const { status, body } = await client.post('/probe/effects', {}, keyed(key));
      expect([status, body.code]).toEqual([400, 'http/idempotency-key-unfit']);
    }
  });

  it('left running by a crash is taken again once its lock has run out', async () => {
    const { id, client } = await app.newUser();
    const post = () => client.post('/probe/effects', { name: 'crash' }, keyed('k-6'));
    await post();
    const set = (lock: string) =>
      app.sql(
        `update app.idempotency_keys set state = 'running', status = null, body = null, locked_until = now() ${lock}
         where scope like $1`,
        [`${id}%`],
      );
    await set(`+ interval '1 minute'`);
    expect((await post()).status).toBe(409);
    await set(`- interval '1 second'`);
    expect((await post()).status).toBe(201);
    expect(effects.get('crash')).toBe(2);
  });

  it('is not taken from a run that has been going on for more than a minute', async () => {
    const { id, client } = await app.newUser();
    const post = () => client.post('/probe/effects', { name: 'long', waitMs: 500 }, keyed('k-12'));
    const first = post();
    while (!effects.get('long')) await sleep(10);
    await app.sql(
      `update app.idempotency_keys set locked_until = locked_until - interval '70 seconds' where scope like $1`,
      [`${id}%`],
    );
    expect((await post()).status).toBe(409);
    await first;
    expect(effects.get('long')).toBe(1);
  });

  it('is forgotten after a day', async () => {
    const { id, client } = await app.newUser();
    const post = () => client.post('/probe/effects', { name: 'yesterday' }, keyed('k-7'));
    await post();
    await app.sql(
      `update app.idempotency_keys set created_at = now() - interval '25 hours' where scope like $1`,
      [`${id}%`],
    );
    expect((await post()).headers.get('idempotency-replayed')).toBeNull();
    expect(effects.get('yesterday')).toBe(2);
  });

  it('works on open routes by address, and means nothing on a GET', async () => {
    const post = () => app.anonymous.post('/probe/open-effects', { name: 'open' }, keyed('k-8'));
    const [first, again] = [await post(), await post()];
    expect(again.text).toBe(first.text);
    expect(effects.get('open')).toBe(1);
    const client = await app.as();
    const answer = await client.get('/probe/data', keyed('a b'));
    expect(answer.status).toBe(200);
  });
});
