import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AiProvider } from '#platform/ai/providers/ai-provider';
import { type ScriptedAnswer, ScriptedServer } from '../../../support/scripted-server.js';
import { until } from '../../../support/until.js';
import { callWith, dialects, eventsOf, failureOf, KEY, plainRequest } from './dialects.js';

/** Throws away what nobody holds, the requests of the past seconds among it. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let times = 0; times < 5; times++) {
    await sleep(30);
    collect();
  }
}

/** What every provider owes its caller when things go wrong, whatever its API looks like. */
describe.each(dialects)('$name', (dialect) => {
  const { stream, piecesWithText } = dialect;
  let server: ScriptedServer;
  let provider: AiProvider;
  beforeAll(async () => {
    server = await ScriptedServer.start();
    provider = dialect.provider(server.url);
  });
  afterEach(() => server.clear());
  afterAll(() => server.close());

  const failureAfter = (answer: ScriptedAnswer) => {
    server.will(answer);
    return failureOf(provider.text(plainRequest, callWith()));
  };

  describe('a refusal by status', () => {
    it.each([
      [400, 'rejected'],
      [401, 'key-refused'],
      [402, 'quota'],
      [403, 'scope-missing'],
      [404, 'model-missing'],
      [408, 'unavailable'],
      [409, 'unavailable'],
      [413, 'rejected'],
      [422, 'rejected'],
      [429, 'limited'],
      [500, 'unavailable'],
      [503, 'unavailable'],
      [529, 'unavailable'],
    ])('%i is told as %s, once, with what the provider said', async (status, kind) => {
      const failure = await failureAfter({ status, body: dialect.error('Something is off.') });
      expect(failure).toMatchObject({ name: 'AiFailure', provider: provider.id, kind });
      expect(failure.detail).toContain('Something is off.');
      expect(failure.retryAfterMs).toBeUndefined();
      expect(server.requests).toHaveLength(1);
    });

    it('carries how long to wait, given in seconds, milliseconds or as a date', async () => {
      const waits = async (headers: Record<string, string>) =>
        (await failureAfter({ status: 429, headers, body: dialect.error('Slow down.') })).retryAfterMs;
      expect(await waits({ 'retry-after': '7' })).toBe(7_000);
      expect(await waits({ 'retry-after': '7', 'retry-after-ms': '250' })).toBe(250);
      expect(await waits({ 'retry-after': 'soon' })).toBeUndefined();
      expect(await waits({ 'retry-after': new Date(Date.now() - 60_000).toUTCString() })).toBe(0);
      const inAMinute = await waits({ 'retry-after': new Date(Date.now() + 60_000).toUTCString() });
      expect(inAMinute).toBeGreaterThan(50_000);
      expect(inAMinute).toBeLessThanOrEqual(60_000);
    });

    it('never repeats the key, not whole, not in part, not masked', async () => {
      const said = `Incorrect API key: ${KEY}, key-of-nob***cdef, ${KEY.slice(4, 20)}, sk-proj-abc. See help.`;
      const failure = await failureAfter({ status: 401, body: dialect.error(said) });
      expect(failure.detail).toBe('401 Incorrect API key: [key], [key], [key], [key]. See help.');
      expect(failure.message).not.toContain(KEY.slice(0, 8));
    });

    it('is cut to 500 characters and one line', async () => {
      const failure = await failureAfter({ status: 400, body: dialect.error('a b\n'.repeat(1_000)) });
      expect(failure.detail).toHaveLength(500);
      expect(failure.detail).not.toContain('\n');
    });

    it('is told though the body is a page of a proxy', async () => {
      const headers = { 'content-type': 'text/html' };
      const failure = await failureAfter({ status: 502, headers, body: '<html>Bad gateway</html>' });
      expect(failure).toMatchObject({ kind: 'unavailable' });
    });
  });

  describe('a connection', () => {
    it('that is sent elsewhere is not followed there with the key', async () => {
      const headers = { location: `${server.url}/elsewhere` };
      expect(await failureAfter({ status: 307, headers, body: '' })).toMatchObject({ kind: 'unavailable' });
      expect(server.requests).toHaveLength(1);
    });

    it('that is never made means unavailable', async () => {
      const nowhere = dialect.provider('http://127.0.0.1:1');
      const failure = await failureOf(nowhere.text(plainRequest, callWith()));
      expect(failure).toMatchObject({ name: 'AiFailure', kind: 'unavailable' });
      expect(failure.detail).not.toBe('');
    });

    it('that brings a page in place of JSON means unavailable', async () => {
      const page = { headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' };
      expect(await failureAfter(page)).toMatchObject({ kind: 'unavailable' });
    });

    it.each([
      ['for an answer', { ending: 'hang' }],
      ['for the rest of it', { body: '{"half": ', ending: 'hang' }],
    ] as const)('is closed when the caller gives up waiting %s', async (_, hanging) => {
      const giveUp = new AbortController();
      server.will(hanging);
      const answer = provider.text(plainRequest, callWith(giveUp.signal));
      const reason = new Error('The deadline has passed.');
      await until('it was asked', () => server.requests.length > 0);
      setTimeout(() => giveUp.abort(reason), 50);
      await expect(answer).rejects.toBe(reason);
      expect(await server.last.closed).toBe('early');
    });

    it('is closed however long ago it was made and whatever was thrown away meanwhile', async () => {
      const giveUp = new AbortController();
      server.will({ ending: 'hang' });
      const answer = provider.text(plainRequest, callWith(giveUp.signal));
      const reason = new Error('The deadline has passed.');
      await until('it was asked', () => server.requests.length > 0);
      await collectGarbage();
      giveUp.abort(reason);
      await expect(answer).rejects.toBe(reason);
      expect(await server.last.closed).toBe('early');
    });

    it('is not even made for a caller who has given up', async () => {
      const reason = new Error('Too late.');
      const signal = AbortSignal.abort(reason);
      await expect(provider.text(plainRequest, callWith(signal))).rejects.toBe(reason);
      await expect(eventsOf(provider.stream(plainRequest, callWith(signal)))).rejects.toBe(reason);
      expect(server.requests).toHaveLength(0);
    });

    it('serves one request after another, streams included', async () => {
      const slow = { ...dialect.stream, pace: 5 };
      server.will(...Array.from({ length: 6 }, () => slow));
      const closed: string[] = [];
      for (let time = 0; time < 6; time += 1) {
        await eventsOf(provider.stream(plainRequest, callWith()));
        closed.push(await server.last.closed);
        // The end that the server has sent has yet to arrive.
        await sleep(50);
      }
      expect(closed).toEqual(Array.from({ length: 6 }, () => 'complete'));
      // Whichever of those that others have left behind is free.
      expect(server.connections).toBeLessThanOrEqual(2);
    });
  });

  it('takes an answer without content, an ending or a body for none', async () => {
    for (const answer of [...dialect.empty, { body: {} }, { body: '' }])
      expect(await failureAfter(answer)).toMatchObject({ name: 'AiFailure', kind: 'unavailable' });
  });

  describe('a stream', () => {
    it('comes word by word and ends with the whole', async () => {
      server.will({ ...stream, pace: 5 });
      const events = await eventsOf(provider.stream(plainRequest, callWith()));
      expect(events.slice(0, -1)).toEqual([
        { kind: 'delta', text: 'Hel' },
        { kind: 'delta', text: 'lo' },
      ]);
      expect(events.at(-1)).toMatchObject({ kind: 'end', answer: { text: 'Hello', finish: 'stop' } });
    });

    it.each(stream.pieces.map((_, kept) => kept).filter((kept) => kept > 0))(
      'cut off after %i pieces is a failure, not a short answer',
      async (kept) => {
        for (const ending of ['end', 'reset'] as const) {
          server.will({ ...stream, pieces: stream.pieces.slice(0, kept), ending });
          const failure = await failureOf(eventsOf(provider.stream(plainRequest, callWith())));
          expect(failure).toMatchObject({ name: 'AiFailure', kind: 'unavailable' });
        }
      },
    );

    it('closes its connection when the caller gives up in the middle', async () => {
      const giveUp = new AbortController();
      const reason = new Error('The deadline has passed.');
      server.will({ ...stream, pieces: stream.pieces.slice(0, piecesWithText), ending: 'hang' });
      const read = async () => {
        for await (const _ of provider.stream(plainRequest, callWith(giveUp.signal)))
          setTimeout(() => giveUp.abort(reason), 20);
      };
      await expect(read()).rejects.toBe(reason);
      expect(await server.last.closed).toBe('early');
    });

    it('closes its connection however long ago it fell silent', async () => {
      const giveUp = new AbortController();
      const reason = new Error('The deadline has passed.');
      server.will({ ...stream, pieces: stream.pieces.slice(0, piecesWithText), ending: 'hang' });
      const events = provider.stream(plainRequest, callWith(giveUp.signal))[Symbol.asyncIterator]();
      for (const text of ['Hel', 'lo'])
        expect(await events.next()).toMatchObject({ value: { kind: 'delta', text } });
      const next = events.next();
      await collectGarbage();
      giveUp.abort(reason);
      await expect(next).rejects.toBe(reason);
      expect(await server.last.closed).toBe('early');
    });

    it('closes its connection, and complains to nobody, when the reader leaves early', async () => {
      const complaints: unknown[] = [];
      const complain = (reason: unknown) => complaints.push(reason);
      process.on('unhandledRejection', complain);
      server.will({ ...stream, pieces: stream.pieces.slice(0, piecesWithText), ending: 'hang' });
      for await (const event of provider.stream(plainRequest, callWith())) {
        expect(event).toEqual({ kind: 'delta', text: 'Hel' });
        break;
      }
      expect(await server.last.closed).toBe('early');
      await new Promise((soon) => setTimeout(soon, 20));
      process.off('unhandledRejection', complain);
      expect(complaints).toEqual([]);
    });
  });
});
