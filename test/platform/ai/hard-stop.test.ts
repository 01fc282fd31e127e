import { z } from 'zod';
import { Ai } from '#platform/ai/ai';
import { asked, Gateway, HEADLINE, text, THOUGHTLESS } from './gateway.js';
import { completion, openAiSays, USAGE } from './wire/chat-completions.js';

const CENT = 10_000;
/** Dollars for a million tokens of the model that is asked. */
const [INPUT, KEPT, OUTPUT] = [1, 1.25, 5];
const WORDS = 100;

let gateway: Gateway;
let ai: Ai;
beforeAll(async () => {
  gateway = await Gateway.share(THOUGHTLESS);
  ai = gateway.app.get(Ai);
});
beforeEach(() => gateway.clear());
afterAll(() => gateway.close());

/** Somebody with a key of their own that counts against a cent a day. */
async function payer(cents = 1) {
  const { id, client } = await gateway.marketer('openai');
  const admin = await gateway.app.as(undefined, { admin: true });
  await admin.put(`/api/ai/budgets/${id}`, { daily_cents: cents, own_keys: true });
  const budget = async () => (await client.get('/api/ai/budget')).body.data;
  const request = { userId: id, feature: 'test.feature', maxTokens: WORDS };
  /** What was spent by all rows together, once `rows` of them are there. */
  const spent = async (rows: number): Promise<number> => {
    const found = await gateway.usage(id, rows);
    const micros = found.reduce((sum, { cost_micros }) => sum + (cost_micros ?? 0), 0);
    expect(await budget()).toMatchObject({ spent_micros: micros, reserved_micros: 0 });
    return micros;
  };
  return { id, request, spent };
}

/** An answer as dear as it may be: all of its input goes into the cache, and it is as long as was allowed. */
const dear = (said: string, tokens: number) => ({
  ...openAiSays(said),
  ...completionOf(said, { prompt_tokens: tokens, prompt_tokens_details: { cache_write_tokens: tokens } }),
});
const completionOf = (content: string, usage: object) => {
  const { body } = completion({ content });
  return { body: { ...body, usage: { ...USAGE, completion_tokens: WORDS, ...usage } } };
};
const codesOf = (outcomes: PromiseSettledResult<unknown>[]) =>
  outcomes.map((one) => (one.status === 'rejected' ? (one.reason.code as string) : 'ok'));

describe('a daily budget', () => {
  it('is not exceeded by answers that are asked for again because they do not fit', async () => {
    const { request, spent } = await payer();
    const messages = asked(text('Write a headline.'));
    const tokens = 1_000;
    const each = tokens * KEPT + WORDS * OUTPUT;
    gateway.openai.will(...Array.from({ length: 20 }, () => dear('no', tokens)));
    const answers = Array.from({ length: 10 }, () => ai.answer({ ...request, messages }, HEADLINE));
    const codes = codesOf(await Promise.allSettled(answers));
    expect(new Set(codes)).toContain('ai/budget-exceeded');
    const rounds = gateway.openai.requests.length;
    expect(await spent(rounds)).toBe(rounds * each);
    expect(rounds * each).toBeLessThanOrEqual(CENT);
    expect(rounds * each).toBeGreaterThan(CENT / 2);
  });

  it('that has nothing left for a repair says so, and counts the first round', async () => {
    const { id, request, spent } = await payer();
    gateway.openai.will(dear('no', 7_000), dear('{"title":"Spring","tags":[]}', 7_000));
    const answer = ai.answer({ ...request, messages: asked(text('Write a headline.')) }, HEADLINE);
    await expect(answer).rejects.toMatchObject({ code: 'ai/budget-exceeded' });
    expect(gateway.openai.requests).toHaveLength(1);
    expect(await spent(1)).toBe(7_000 * KEPT + WORDS * OUTPUT);
    expect(await gateway.usage(id, 1)).toMatchObject([
      { outcome: 'invalid-output', input_tokens: 7_000, output_tokens: WORDS },
    ]);
  });

  it('lets a repair have what the first round has not spent of its money', async () => {
    const { request, spent } = await payer();
    gateway.openai.will(dear('no', 600), dear('{"title":"Spring","tags":[]}', 600));
    const messages = asked(text('春天来了'.repeat(750)));
    expect((await ai.answer({ ...request, messages }, HEADLINE)).value.title).toBe('Spring');
    expect(await spent(2)).toBe(2 * (600 * KEPT + WORDS * OUTPUT));
  });

  const LIST = z.object({ word: z.enum(Array.from({ length: 700 }, (_, at) => `a word ${at}`)) });
  it.each([
    { how: 'in Chinese', said: '春天来了'.repeat(750), tokens: 4_200, shape: HEADLINE },
    { how: 'in Greek', said: 'άνοιξη '.repeat(700), tokens: 4_200, shape: HEADLINE },
    { how: 'of numbers', said: '4711-0815 '.repeat(800), tokens: 4_000, shape: HEADLINE },
    { how: 'with a long form', said: 'Choose.', tokens: 4_000, shape: { name: 'list', type: LIST } },
  ])('is not exceeded by many questions $how at once', async ({ said, tokens, shape }) => {
    const { request, spent } = await payer();
    const fits = shape === HEADLINE ? '{"title":"Spring","tags":[]}' : '{"word":"a word 1"}';
    gateway.openai.will(...Array.from({ length: 5 }, () => dear(fits, tokens)));
    const messages = asked(text(said));
    const answers = Array.from({ length: 5 }, () =>
      ai.answer({ ...request, messages }, shape as typeof HEADLINE),
    );
    const codes = codesOf(await Promise.allSettled(answers));
    expect(codes.toSorted()).toEqual([...Array<string>(4).fill('ai/budget-exceeded'), 'ok']);
    expect(await spent(1)).toBe(tokens * KEPT + WORDS * OUTPUT);
  });

  it('is not exceeded by pictures', async () => {
    const { request, spent } = await payer();
    gateway.openai.will(
      ...Array.from({ length: 4 }, () => completionOf('A spade.', { prompt_tokens: 4_000 })),
    );
    const picture = { kind: 'image', mediaType: 'image/png', base64: 'iVBORw0KGgo=' } as const;
    const messages = asked(text('What is this?'), picture);
    const answers = await Promise.allSettled(
      Array.from({ length: 4 }, () => ai.text({ ...request, messages })),
    );
    expect(codesOf(answers).filter((code) => code === 'ok')).toHaveLength(1);
    expect(await spent(1)).toBe(4_000 * INPUT + WORDS * OUTPUT - 20 * (INPUT - 0.05));
  });

  it('is not exceeded by vectors of Chinese texts', async () => {
    const { request, spent } = await payer();
    const { userId, feature } = request;
    const texts = Array<string>(100).fill('春天来了'.repeat(750));
    // They do not fit into one request.
    for (const count of [66, 34]) {
      const data = Array.from({ length: count }, (_, index) => ({
        object: 'embedding',
        index,
        embedding: [1, 0],
      }));
      const usage = { prompt_tokens: count * 4_200, total_tokens: count * 4_200 };
      gateway.openai.will({ body: { object: 'list', data, model: 'm', usage } });
    }
    const twice = [1, 2].map(() => ai.embed({ userId, feature, provider: 'openai', texts }));
    expect(codesOf(await Promise.allSettled(twice)).toSorted()).toEqual(['ai/budget-exceeded', 'ok']);
    expect(await spent(1)).toBe(8_400);
  });
});

describe('a repair', () => {
  it('waits for its place at the provider like any other call', async () => {
    const slow = await Gateway.start({ AI_RATE_LIMIT_OPENAI: '1' });
    try {
      const wanted = await slow.request();
      slow.openai.will(openAiSays('no'), openAiSays('{"title":"Spring","tags":[]}'));
      const answer = slow.app.get(Ai).answer({ ...wanted, deadlineMs: 5_000 }, HEADLINE);
      await expect(answer).rejects.toMatchObject({ code: 'ai/limited' });
      expect(slow.openai.requests).toHaveLength(1);
      expect(await slow.usage(wanted.userId, 1)).toMatchObject([{ outcome: 'invalid-output' }]);
    } finally {
      await slow.close();
    }
  });
});
