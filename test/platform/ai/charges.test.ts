import { Ai } from '#platform/ai/ai';
import { AI_PROVIDERS, type AiProviderId } from '#platform/ai/ai-request';
import { eventStream, type ScriptedAnswer, ScriptedServer } from '../../support/scripted-server.js';
import { claude, FIRST_WORD, WIRE_FORMATS, wholly, type WireFormat } from './failing.js';
import { asked, Gateway, HEADLINE, say, text } from './gateway.js';
import { COUNTED } from './wire/counted.js';
import { candidate, COUNTS } from './wire/google.js';

const CHAT = '/api/ai/chat';
const QUESTION = 'Write a line about spring.';

let gateway: Gateway;
let ai: Ai;
beforeAll(async () => {
  gateway = await Gateway.share();
  ai = gateway.app.get(Ai);
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

/** The same without a count, as servers that imitate a company often answer. Mistral's own SDK wants the word at least. */
function untold<Answer extends ScriptedAnswer>(answer: Answer, provider: AiProviderId): Answer {
  const without = (_: string, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const { usage, usageMetadata: _counts, ...rest } = value as Record<string, unknown>;
    return usage && provider === 'mistral' ? { ...rest, usage: {} } : rest;
  };
  const copy = (json: string) => JSON.stringify(JSON.parse(json), without);
  const pieces = answer.pieces?.map((piece) => piece.replace(/(?<=^data: )\{.*\}$/m, copy));
  return { ...answer, ...(pieces ? { pieces } : { body: copy(JSON.stringify(answer.body)) }) };
}

const request = async (provider: AiProviderId) => {
  const { id: userId } = await gateway.marketer(provider);
  return { userId, provider, pinned: true, feature: 'test.feature', messages: asked(text(QUESTION)) };
};

/** Vectors as each company that makes them answers. */
const EMBEDDERS: Partial<Record<AiProviderId, (tokens: number, count?: number) => ScriptedAnswer>> = {
  openai: openAiVectors,
  mistral: openAiVectors,
  google: (tokens, count = 1) => ({
    body: {
      embeddings: Array.from({ length: count }, () => ({ values: [1, 0] })),
      usageMetadata: { promptTokenCount: tokens },
    },
  }),
};

function openAiVectors(tokens: number, count = 1): ScriptedAnswer {
  const data = Array.from({ length: count }, (_, index) => ({
    object: 'embedding',
    index,
    embedding: [1, 0],
  }));
  const usage = { prompt_tokens: tokens, total_tokens: tokens };
  return { body: { id: 'e', object: 'list', model: 'm', data, usage } };
}

describe.each(WIRE_FORMATS)('$company', (format: WireFormat) => {
  const { id: provider } = format;

  it('is paid for an answer of which it tells no usage, about what was sent and written', async () => {
    const { id, client } = await gateway.marketer(provider);
    const written = 'Spring is here. '.repeat(4);
    gateway[provider].will(
      untold(format.says(written), provider),
      untold(format.streams(written, written), provider),
    );
    for (const stream of [false, true]) {
      const answer = await client.post(CHAT, say(QUESTION, { provider, stream }));
      expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('Spring is here.')]);
    }
    const [whole, streamed, ...others] = await gateway.usage(id, 2);
    expect(others).toEqual([]);
    for (const [row, words] of [
      [whole, written],
      [streamed, written + written],
    ] as const) {
      expect(row).toMatchObject({ outcome: 'ok', output_tokens: words.length / 4 });
      expect(row?.input_tokens).toBeGreaterThanOrEqual(QUESTION.length / 4);
      expect(row?.cost_micros).toBeGreaterThan(0);
    }
  });

  it('is paid for both rounds of an answer that never fits', async () => {
    const wanted = await request(provider);
    gateway[provider].will(format.says('no'), format.says('never'));
    await expect(ai.answer(wanted, HEADLINE)).rejects.toMatchObject({ code: 'ai/invalid-output' });
    const { input, output } = COUNTED;
    const unfit = { outcome: 'invalid-output', input_tokens: input, output_tokens: output };
    expect(await gateway.usage(wanted.userId, 2)).toMatchObject([unfit, unfit]);
  });

  it('is paid for nothing where it has no answer in a form', async () => {
    const wanted = await request(provider);
    gateway[provider].will(...Array<ScriptedAnswer>(3).fill(wholly(format, 'breaks')));
    await expect(ai.answer(wanted, HEADLINE)).rejects.toMatchObject({ code: 'ai/unavailable' });
    const nothing = { outcome: 'unavailable', input_tokens: 0, output_tokens: 0, cost_micros: 0 };
    expect(await gateway.usage(wanted.userId, 3)).toMatchObject([nothing, nothing, nothing]);
  });

  it('is asked again for a repair, and not for what it has answered, when the repair breaks', async () => {
    const wanted = await request(provider);
    gateway[provider].will(
      format.says('no'),
      wholly(format, 'breaks'),
      format.says('{"title":"A","tags":[]}'),
    );
    const { value, usage } = await ai.answer(wanted, HEADLINE);
    expect([value.title, usage.input, usage.output]).toEqual(['A', 2 * COUNTED.input, 2 * COUNTED.output]);
    const rows = await gateway.usage(wanted.userId, 3);
    expect(rows.map(({ outcome }) => outcome)).toEqual(['invalid-output', 'unavailable', 'ok']);
  });

  const vectors = EMBEDDERS[provider];
  if (!vectors) return;

  it('is paid for vectors of which it tells no usage, and for none when it breaks', async () => {
    const { userId, feature } = await request(provider);
    const texts = ['Spring is here. '.repeat(8)];
    gateway[provider].will(
      untold(vectors(0), provider),
      ...Array<ScriptedAnswer>(3).fill(wholly(format, 'breaks')),
    );
    await ai.embed({ userId, feature, provider, texts });
    const again = ai.embed({ userId, feature, provider, texts });
    await expect(again).rejects.toMatchObject({ code: 'ai/unavailable' });
    const [made, ...broken] = await gateway.usage(userId, 4);
    expect(made).toMatchObject({ outcome: 'ok', input_tokens: 32 });
    expect(made?.cost_micros).toBeGreaterThan(0);
    expect(broken).toMatchObject(Array(3).fill({ outcome: 'unavailable', input_tokens: 0, cost_micros: 0 }));
  });

  it('is paid for vectors that were lost on their way', async () => {
    const { userId, feature } = await request(provider);
    gateway[provider].will(...Array<ScriptedAnswer>(3).fill({ ending: 'reset' }));
    const texts = ['Spring is here. '.repeat(8)];
    await expect(ai.embed({ userId, feature, provider, texts })).rejects.toMatchObject({
      code: 'ai/unavailable',
    });
    const lost = { outcome: 'unavailable', input_tokens: 32 };
    expect(await gateway.usage(userId, 3)).toMatchObject([lost, lost, lost]);
  });
});

describe('a stream that breaks', () => {
  it('counts what Anthropic has told of it at its beginning', async () => {
    const { id, client } = await gateway.marketer('anthropic');
    const { pieces, headers = {} } = claude.streams(FIRST_WORD, 'is here.');
    const begun = pieces.slice(0, pieces.findIndex((piece) => piece.includes(FIRST_WORD)) + 1);
    gateway.anthropic.will({ headers, pieces: begun, ending: 'reset' });
    await client.post(CHAT, say(QUESTION, { provider: 'anthropic', stream: true }));
    const { input: input_tokens, cachedInput: cached_input_tokens } = COUNTED;
    const told = { outcome: 'unavailable', input_tokens, cached_input_tokens, output_tokens: 2 };
    expect(await gateway.usage(id, 1)).toMatchObject([told]);
  });

  it('counts what Anthropic has told of it when its reader leaves', async () => {
    const wanted = await request('anthropic');
    const { pieces, headers = {} } = claude.streams(FIRST_WORD, 'is here.');
    const begun = pieces.slice(0, pieces.findIndex((piece) => piece.includes(FIRST_WORD)) + 1);
    gateway.anthropic.will(
      { headers, pieces: begun, ending: 'hang' },
      { headers, pieces: begun, ending: 'hang' },
    );
    for await (const { kind } of ai.stream(wanted)) if (kind === 'delta') break;
    const leaving = new AbortController();
    const read = async () => {
      for await (const _ of ai.stream({ ...wanted, signal: leaving.signal })) leaving.abort();
    };
    await expect(read()).rejects.toMatchObject({ name: 'AbortError' });
    const { input: input_tokens, cachedInput: cached_input_tokens } = COUNTED;
    const told = { outcome: 'cancelled', input_tokens, cached_input_tokens, output_tokens: 2 };
    expect(await gateway.usage(wanted.userId, 2)).toMatchObject([told, told]);
  });

  it('counts what Google has told of it so far', async () => {
    const { id, client } = await gateway.marketer('google');
    const told = candidate([{ text: FIRST_WORD }], undefined, COUNTS);
    gateway.google.will({ ...eventStream(told), ending: 'reset' });
    await client.post(CHAT, say(QUESTION, { provider: 'google', stream: true }));
    const counted = { input_tokens: COUNTED.input, output_tokens: COUNTED.output };
    expect(await gateway.usage(id, 1)).toMatchObject([{ outcome: 'unavailable', ...counted }]);
  });

  it('counts what Google has told of an answer in which its model lost its way', async () => {
    const wanted = await request('google');
    const lost = { body: candidate([{ text: 'x' }], 'MALFORMED_RESPONSE', COUNTS) };
    gateway.google.will(lost, lost, lost);
    await expect(ai.text(wanted)).rejects.toMatchObject({ code: 'ai/unavailable' });
    const counted = { input_tokens: COUNTED.input, output_tokens: COUNTED.output };
    expect(await gateway.usage(wanted.userId, 3)).toMatchObject(Array(3).fill(counted));
  });
});

describe('vectors of many texts', () => {
  it.each([
    { how: 'is turned away', next: { status: 400, body: {} }, used: 70 },
    { how: 'is lost', next: { ending: 'reset' } as const, used: 70 + 2 },
  ])('count as far as they were made when a later part $how', async ({ next, used }) => {
    const { userId, feature } = await request('google');
    const texts = Array<string>(101).fill('eight ch');
    gateway.google.will(EMBEDDERS.google!(70, 100), next, { status: 400, body: {} });
    const vectors = ai.embed({ userId, feature, provider: 'google', texts });
    await expect(vectors).rejects.toMatchObject({ code: 'ai/request-rejected' });
    expect((await gateway.usage(userId, 1))[0]).toMatchObject({ input_tokens: used });
  });
});

describe('what goes into the cache', () => {
  it('is paid at its own price', async () => {
    const { id, client } = await gateway.marketer('anthropic');
    gateway.anthropic.will(claude.says('Hi.'));
    const { body } = await client.post(CHAT, say(QUESTION, { model: 'claude-opus-5.5', pinned: true }));
    // Fresh input 4, cached 0.2, kept 5 and output 20 dollars for a million; of the input 20 are cached and 5 kept.
    const micros = 95 * 4 + 20 * 0.2 + 5 * 5 + 30 * 20;
    expect(body.data.usage.cost_usd).toBe(micros / 1_000_000);
    expect(await gateway.usage(id, 1)).toMatchObject([{ cost_micros: micros }]);
  });
});

describe('a provider whom nobody reaches', () => {
  it('is paid nothing', async () => {
    const gone = await ScriptedServer.start();
    const { url } = gone;
    await gone.close();
    const urls = AI_PROVIDERS.map((id) => [`${id.toUpperCase()}_BASE_URL`, url]);
    const unreached = await Gateway.start(Object.fromEntries(urls));
    try {
      for (const provider of AI_PROVIDERS) {
        const { id, client } = await unreached.marketer(provider);
        expect((await client.post(CHAT, say(QUESTION))).status).toBe(503);
        const nothing = { provider, outcome: 'unavailable', input_tokens: 0, cost_micros: 0 };
        expect(await unreached.usage(id, 3)).toMatchObject([nothing, nothing, nothing]);
      }
    } finally {
      await unreached.close();
    }
  });
});
