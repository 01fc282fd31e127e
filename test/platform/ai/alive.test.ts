import type { AiProviderId } from '#platform/ai/ai-request';
import { Ai } from '#platform/ai/ai';
import { eventStream } from '../../support/scripted-server.js';
import { claude, FIRST_WORD, openAi, WIRE_FORMATS, type WireFormat } from './failing.js';
import { eventsIn, Gateway, say } from './gateway.js';
import { blockDelta, blockStart, namedEvents, toolUse } from './wire/anthropic.js';
import { chunk } from './wire/chat-completions.js';
import { candidate } from './wire/google.js';

const TIMEOUT_MS = 1_500;
const PACE_MS = 150;
/** Longer than one attempt may be silent. */
const THOUGHTS = 14;

let gateway: Gateway;
beforeAll(async () => {
  gateway = await Gateway.start({ AI_TIMEOUT_MS: `${TIMEOUT_MS}` });
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

const toolCall = { index: 0, id: 'a', function: { name: 'find', arguments: '{"a' } };
/** What each company sends while there is no text yet: thoughts, parts of a tool call, and what only says that it is there. */
const SIGNS_OF_LIFE: Record<AiProviderId, Record<string, readonly string[]>> = {
  openai: {
    'thoughts in a field of their own': eventStream(chunk({ reasoning_content: 'Hm.' })).pieces,
    'parts of a tool call': eventStream(chunk({ tool_calls: [toolCall] })).pieces,
    'comments of a proxy': [': PROCESSING\n\n'],
  },
  anthropic: {
    thoughts: namedEvents(blockDelta(1, { type: 'thinking_delta', thinking: 'Hm.' })).pieces,
    'parts of a tool call': [
      namedEvents(
        blockStart(1, toolUse('a', {})),
        blockDelta(1, { type: 'input_json_delta', partial_json: ' ' }),
      ).pieces.join(''),
    ],
    pings: namedEvents({ type: 'ping' }).pieces,
  },
  google: { thoughts: eventStream(candidate([{ text: 'Hm.', thought: true }])).pieces },
  mistral: {
    thoughts: eventStream(
      chunk({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] }),
    ).pieces,
    'comments of a proxy': [': PROCESSING\n\n'],
  },
};
const signsOf = (id: AiProviderId): string[] => Object.values(SIGNS_OF_LIFE[id]).map(([sign = '']) => sign);

/** A stream whose first word comes after so many signs of life. */
function slowly({ streams }: WireFormat, sign: string, times: number) {
  const { pieces, headers = {} } = streams(FIRST_WORD, 'is here.');
  const at = pieces.findIndex((piece) => piece.includes(FIRST_WORD));
  const before = [...pieces.slice(0, at), ...Array<string>(times).fill(sign)];
  return { headers, before, after: pieces.slice(at) };
}

describe.each(WIRE_FORMATS)('While $company thinks', (format) => {
  const { id } = format;

  /** A stream of somebody's own, and the row it leaves. */
  const read = async () => {
    const { client, id: userId } = await gateway.marketer(id);
    const { text } = await client.post('/api/ai/chat', say('A line', { stream: true, provider: id }));
    return { events: eventsIn(text), rows: await gateway.usage(userId, 1) };
  };

  it('it is waited for longer than it may be silent, and the first word is timed when it comes', async () => {
    const streams = signsOf(id).map((sign) => slowly(format, sign, THOUGHTS));
    gateway[id].will(
      ...streams.map(({ headers, before, after }) => ({
        headers,
        pieces: [...before, ...after],
        pace: PACE_MS,
      })),
    );
    const least = Math.min(...streams.map(({ before }) => before.length + 1));
    for (const { events, rows } of await Promise.all(streams.map(read))) {
      expect(events[0]).toEqual({ event: 'delta', data: { text: FIRST_WORD } });
      expect(events.at(-1)).toMatchObject({ event: 'end', data: { text: `${FIRST_WORD}is here.` } });
      expect(rows).toMatchObject([{ outcome: 'ok' }]);
      // A timer may come a millisecond early; the words after the first one take their time, too.
      expect(rows[0]?.first_token_ms).toBeGreaterThanOrEqual((PACE_MS - 2) * least);
      expect(rows[0]?.first_token_ms).toBeLessThan((rows[0]?.latency_ms ?? 0) - PACE_MS / 2);
    }
  });
});

describe.each(WIRE_FORMATS)('A stream of $company that only shows signs of life', (format) => {
  const { id } = format;
  const [sign = ''] = signsOf(id);

  it('is left to another one when it breaks off before its first word', async () => {
    const other = id === 'openai' ? claude : openAi;
    const { client } = await gateway.marketer(id, other.id);
    const { headers, before } = slowly(format, sign, 3);
    gateway[id].will(...Array(3).fill({ headers, pieces: before, pace: 20, ending: 'reset' }));
    gateway[other.id].will(other.streams('I am here.'));
    const { text } = await client.post('/api/ai/chat', say('A line', { stream: true, provider: id }));
    expect(eventsIn(text).at(-1)).toMatchObject({ event: 'end', data: { provider: other.id } });
  });

  it('ends at the deadline, down to the socket', async () => {
    const wanted = await gateway.requestOf(id);
    const { headers, before } = slowly(format, sign, 1_000);
    gateway[id].will({ headers, pieces: before, pace: 100, ending: 'hang' });
    const startedAt = performance.now();
    const stream = gateway.app.get(Ai).stream({ ...wanted, deadlineMs: 2 * TIMEOUT_MS });
    await expect(stream.next()).rejects.toMatchObject({ code: 'ai/timed-out' });
    expect(performance.now() - startedAt).toBeGreaterThan(2 * TIMEOUT_MS - 100);
    expect(await gateway[id].last.closed).toBe('early');
    const [row, ...more] = await gateway.usage(wanted.userId, 1);
    expect([row?.outcome, row?.first_token_ms, more]).toEqual(['timeout', null, []]);
  });
});

describe('Vectors of many texts', () => {
  it('may take longer together than one batch of them may', async () => {
    const { userId } = await gateway.requestOf('openai');
    const data = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ index, embedding: [1, 2] }));
    gateway.openai.will(...[256, 44].map((count) => ({ body: { data: data(count) }, pace: TIMEOUT_MS / 3 })));
    const texts = Array.from({ length: 300 }, () => 'When is spring?');
    const { vectors } = await gateway.app.get(Ai).embed({ userId, feature: 'test.feature', texts });
    expect(vectors).toHaveLength(300);
  });
});

describe('A stream that only shows signs of life while another one could be asked', () => {
  it('has its share of the time and no more', async () => {
    const wanted = await gateway.requestOf('openai', 'anthropic');
    const { headers, before } = slowly(openAi, ': PROCESSING\n\n', 1_000);
    gateway.openai.will({ headers, pieces: before, pace: 100, ending: 'hang' });
    gateway.anthropic.will(claude.streams('I am here.'));
    const stream = gateway.app.get(Ai).stream({ ...wanted, deadlineMs: 8 * TIMEOUT_MS });
    const startedAt = performance.now();
    expect(await stream.next()).toEqual({ done: false, value: { kind: 'delta', text: 'I am here.' } });
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(2 * TIMEOUT_MS);
    expect(tookMs).toBeLessThan(8 * TIMEOUT_MS);
    await stream.return();
    const rows = await gateway.usage(wanted.userId, 2);
    expect(rows.map(({ provider, outcome }) => `${provider} ${outcome}`)).toContain('openai timeout');
  });
});

describe('A whole answer that may be long', () => {
  const late = { ...openAi.says('At last.'), pace: 2 * TIMEOUT_MS };

  it('arrives, though it takes longer than a usual one may', async () => {
    const wanted = await gateway.requestOf('openai');
    gateway.openai.will(late);
    const answer = await gateway.app.get(Ai).text({ ...wanted, maxTokens: 16_000 });
    expect(answer).toMatchObject({ text: 'At last.', finish: 'stop' });
  });

  it('is waited for no longer where it may not be', async () => {
    const wanted = await gateway.requestOf('openai');
    gateway.openai.will(late);
    const startedAt = performance.now();
    await expect(gateway.app.get(Ai).text(wanted)).rejects.toMatchObject({ code: 'ai/timed-out' });
    expect(performance.now() - startedAt).toBeLessThan(2 * TIMEOUT_MS);
  });
});
