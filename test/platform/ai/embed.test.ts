import { Ai } from '#platform/ai/ai';
import type { AiProviderId } from '#platform/ai/ai-request';
import { roughTokens } from '#platform/ai/usage/tokens';
import { openAiError } from './wire/chat-completions.js';
import { Gateway } from './gateway.js';

let gateway: Gateway;
let ai: Ai;
beforeAll(async () => {
  gateway = await Gateway.share();
  ai = gateway.app.get(Ai);
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

/** What the model of each reads, in tokens; none has more than 16 bytes. */
const READERS: [AiProviderId, number][] = [
  ['openai', 8_191],
  ['google', 2_048],
  ['mistral', 8_000],
];

/** As many vectors as a request of a batch asks for, each with a number of its own. */
const vectors = (count: number, from = 0) => ({
  body: {
    id: 'e',
    object: 'list',
    model: 'an-embedder',
    data: Array.from({ length: count }, (_, index) => ({
      object: 'embedding',
      index,
      embedding: [from + index, 1],
    })),
    usage: { prompt_tokens: count, completion_tokens: 0, total_tokens: count },
  },
});
const googleVectors = (count: number) => ({
  body: { embeddings: Array.from({ length: count }, () => ({ values: [1, 2] })) },
});
const inputs = (server: 'openai' | 'mistral') =>
  gateway[server].requests.map(({ body }) => (body as { input: string[] }).input.length);

describe.each(READERS)('vectors of %s', (id, tokens) => {
  const embed = async (...texts: string[]) => {
    const { userId } = await gateway.requestOf(id);
    return ai.embed({ userId, feature: 'test.feature', provider: id, texts });
  };

  it('are not asked for when a text is surely more than the model reads', async () => {
    const tooLong = 'x'.repeat(16 * tokens + 1);
    await expect(embed('A short one.', tooLong)).rejects.toMatchObject({ code: 'ai/context-too-long' });
    expect(gateway[id].requests).toHaveLength(0);
  });

  it('are asked for when it may fit, and who cannot read it says so', async () => {
    gateway[id].will(id === 'google' ? googleVectors(1) : vectors(1));
    expect((await embed('x'.repeat(16 * tokens))).vectors).toHaveLength(1);
    expect(gateway[id].requests).toHaveLength(1);
  });
});

describe('many texts', () => {
  const texts = (count: number, length: number) => Array.from({ length: count }, () => 'x'.repeat(length));
  const embed = async (id: AiProviderId, all: readonly string[]) => {
    const { userId } = await gateway.requestOf(id);
    return { userId, made: ai.embed({ userId, feature: 'test.feature', provider: id, texts: all }) };
  };

  it('go to OpenAI 256 at a time, and their vectors come back in order', async () => {
    gateway.openai.will(vectors(256), vectors(44, 256));
    const { userId, made } = await embed('openai', texts(300, 4));
    const firsts = (await made).vectors.map(([first]) => first);
    expect(firsts).toEqual(Array.from({ length: 300 }, (_, at) => at));
    expect(inputs('openai')).toEqual([256, 44]);
    const [row, ...more] = await gateway.usage(userId, 1);
    expect([row?.input_tokens, more]).toEqual([300, []]);
  });

  it('go to Mistral no more at a time than it takes, by number and by length', async () => {
    gateway.mistral.will(vectors(128), vectors(2));
    expect((await (await embed('mistral', texts(130, 4))).made).vectors).toHaveLength(130);
    gateway.mistral.will(vectors(3), vectors(3), vectors(1));
    expect((await (await embed('mistral', texts(7, 10_000))).made).vectors).toHaveLength(7);
    expect(inputs('mistral')).toEqual([128, 2, 3, 3, 1]);
  });

  it('of which some were counted are charged though a later batch fails', async () => {
    gateway.openai.will(vectors(256), openAiError(400, 'invalid_value'));
    const { userId, made } = await embed('openai', texts(300, 4));
    await expect(made).rejects.toMatchObject({ code: 'ai/request-rejected' });
    expect(await gateway.usage(userId, 1)).toMatchObject([{ outcome: 'rejected', input_tokens: 256 }]);
  });

  it('of which a batch is cut off count as far as they were sent', async () => {
    const { userId } = await gateway.requestOf('openai');
    const [answered, cutOff, neverSent] = [256, 256, 2_048];
    const all = texts(answered + cutOff + neverSent, 4);
    gateway.openai.will(vectors(answered), { ending: 'hang' });
    const wish = { userId, feature: 'test.feature', texts: all, deadlineMs: 2_000 };
    await expect(ai.embed(wish)).rejects.toMatchObject({ code: 'ai/timed-out' });
    const [row] = await gateway.usage(userId, 1);
    expect([row?.outcome, row?.input_tokens]).toEqual(['timeout', answered + roughTokens(4 * cutOff)]);
  });
});
