import { spyOn } from 'jest-mock';
import { Ai } from '#platform/ai/ai';
import { Gateway } from './gateway.js';
import { anthropicSays } from './wire/anthropic.js';
import { openAiSays } from './wire/chat-completions.js';

/** What a search gives a provider, and what nobody could answer in. */
const SEARCH_MS = 4_000;
const TINY_MS = 300;
const LEFT_ALONE_MS = 30_000;
const HANGS = { ending: 'hang' } as const;
const VECTOR = { path: '/embeddings', body: { data: [{ index: 0, embedding: [1, 2] }], usage: {} } };

let gateway: Gateway;
let ai: Ai;
beforeAll(async () => {
  gateway = await Gateway.share();
  ai = gateway.app.get(Ai);
});
beforeEach(() => gateway.clear());
afterEach(() => gateway.clear());
afterAll(() => gateway.close());

const search = (userId: string, deadlineMs = SEARCH_MS) =>
  ai.embed({ userId, feature: 'knowledge.search', texts: ['When is spring?'], deadlineMs });
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  );
const times = <T>(count: number, make: () => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, make));

/** So many calls at once to a provider that takes them and never answers. */
async function hung(count: number, make: () => Promise<unknown>): Promise<string[]> {
  gateway.openai.will(...Array(count).fill(HANGS));
  return times(count, () => codeOf(make()));
}

const { now } = Date;
let ahead = 0;
const clock = spyOn(Date, 'now').mockImplementation(() => now() + ahead);
afterAll(() => clock.mockRestore());

function halfAMinutePasses(): void {
  ahead += LEFT_ALONE_MS + 1_000;
}

describe('a provider that hangs under searches', () => {
  it('is left alone after five of them: the next fail at once, and it is asked no more', async () => {
    const { userId } = await gateway.requestOf('openai');
    expect(await hung(5, () => search(userId))).toEqual(Array(5).fill('ai/timed-out'));
    const startedAt = performance.now();
    expect(await codeOf(search(userId))).toBe('ai/unavailable');
    expect(performance.now() - startedAt).toBeLessThan(SEARCH_MS / 2);
    expect(gateway.openai.requests).toHaveLength(5);
    const outcomes = (await gateway.usage(userId, 5)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(Array(5).fill('timeout'));
  });

  it('is tried by one half a minute later: left alone again if it still hangs, asked by all once it answers', async () => {
    const { userId } = await gateway.requestOf('openai');
    await hung(5, () => search(userId));
    halfAMinutePasses();
    const probed = await hung(3, () => search(userId));
    expect(probed.toSorted()).toEqual(['ai/timed-out', 'ai/unavailable', 'ai/unavailable']);
    expect(await codeOf(search(userId))).toBe('ai/unavailable');
    halfAMinutePasses();
    gateway.clear();
    gateway.openai.will(...Array(4).fill(VECTOR));
    expect(await codeOf(search(userId))).toBe('answered');
    expect(await times(3, () => codeOf(search(userId)))).toEqual(Array(3).fill('answered'));
  });

  it('that were given no time to speak of is asked by the others all the same', async () => {
    const { userId } = await gateway.requestOf('openai');
    expect(await hung(10, () => search(userId, TINY_MS))).toEqual(Array(10).fill('ai/timed-out'));
    gateway.openai.will(VECTOR);
    expect(await codeOf(search(userId))).toBe('answered');
  });
});

describe('a provider that hangs under requests for text', () => {
  it('is asked by others all the same when its share was too short for an answer', async () => {
    const wanted = await gateway.requestOf('openai', 'anthropic');
    gateway.anthropic.will(...Array(10).fill(anthropicSays('I am here.')));
    expect(await hung(10, () => ai.text({ ...wanted, deadlineMs: 3_000 }))).toEqual(
      Array(10).fill('answered'),
    );
    gateway.openai.will(openAiSays('So am I.'));
    expect(await ai.text(wanted)).toMatchObject({ text: 'So am I.', provider: 'openai' });
  });

  it('is left alone after five that gave it the whole time-out', async () => {
    const wanted = await gateway.requestOf('openai', 'anthropic');
    gateway.anthropic.will(...Array(6).fill(anthropicSays('I am here.')));
    expect(await hung(5, () => ai.text(wanted))).toEqual(Array(5).fill('answered'));
    expect(await ai.text(wanted)).toMatchObject({ provider: 'anthropic' });
    expect(gateway.openai.requests).toHaveLength(5);
  });
});
