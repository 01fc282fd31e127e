import { z } from 'zod';
import { Ai } from '#platform/ai/ai';
import { ModelCatalogue } from '#platform/ai/models/model-catalogue';
import { WIRE_FORMATS } from './failing.js';
import { eventsIn, HEADLINE, MODELS, say } from './gateway.js';
import { Overriding, PRICE } from './overriding.js';
import { openAiSays } from './wire/chat-completions.js';

let on: Overriding;
beforeAll(async () => {
  on = await Overriding.start();
});
beforeEach(() => on.begin());
afterEach(() => on.undo());
afterAll(() => on.gateway.close());

describe('a call', () => {
  it('asks for no more tokens than the model now gives', async () => {
    expect((await on.chat('gpt-6-luna')).sent).toMatchObject([{ max_completion_tokens: 500 }]);
    await on.set('gpt-6-luna', { max_output_tokens: 100 });
    expect((await on.chat('gpt-6-luna')).sent).toMatchObject([{ max_completion_tokens: 100 }]);
    await on.set('gpt-6-luna', { capabilities: { thinks: false } });
    expect((await on.chat('gpt-6-luna', { max_tokens: 7 })).sent).toMatchObject([
      { max_completion_tokens: 7 },
    ]);
  });

  it('is refused when it is more than the model now reads', async () => {
    const long = { instructions: 'word '.repeat(4_000) };
    const refused = await on.chat('gpt-6-luna', long);
    expect([refused.status, refused.body.code, refused.sent]).toEqual([422, 'ai/context-too-long', []]);
    await on.set('gpt-6-luna', { context_tokens: 100_000 });
    expect((await on.chat('gpt-6-luna', long)).status).toBe(200);
  });

  it('costs what the model now costs', async () => {
    await on.chat('gpt-6-luna');
    const long = { above_tokens: 100, input_per_mtok: 3, cached_input_per_mtok: 2, output_per_mtok: 1 };
    await on.set('gpt-6-luna', { price: { ...PRICE, long } });
    await on.chat('gpt-6-luna');
    await on.set('gpt-6-luna', { price: {} });
    await on.chat('gpt-6-luna');
    // 100 tokens of input, 20 more that were cached, 30 of output.
    expect((await on.gateway.usage(on.id, 3)).map(({ cost_micros }) => cost_micros)).toEqual([
      100 * 1 + 20 * 0.5 + 30 * 2,
      100 * 3 + 20 * 2 + 30 * 1,
      null,
    ]);
  });

  it('with a picture or tools is refused where the model now takes none', async () => {
    const images = [{ media_type: 'image/png', data: 'aGk=' }];
    const picture = { messages: [{ role: 'user', content: 'What is this?', images }] };
    expect((await on.chat('gpt-6-luna', picture)).status).toBe(200);
    await on.set('gpt-6-luna', { capabilities: { vision: false, tools: false } });
    const refused = await on.chat('gpt-6-luna', picture);
    expect([refused.status, refused.body.code, refused.sent]).toEqual([422, 'ai/model-unable', []]);
    const tools = [{ name: 'count_leads', description: 'Counts leads.', input: z.object({}) }];
    const asked = { ...(await on.gateway.request()), model: 'gpt-6-luna', pinned: true, tools };
    await expect(on.gateway.app.get(Ai).text(asked)).rejects.toMatchObject({ code: 'ai/model-unable' });
    expect((await on.chat('gpt-6-luna')).status).toBe(200);
  });

  it('carries a temperature only where the model now takes one', async () => {
    const warm = { temperature: 0.4 };
    expect((await on.chat('gpt-4.1', warm)).sent).toMatchObject([{ temperature: 0.4 }]);
    await on.set('gpt-4.1', { capabilities: { temperature: false } });
    expect((await on.chat('gpt-4.1', warm)).sent[0]).not.toHaveProperty('temperature');
  });

  it('for a stream is one piece where the model now answers in one', async () => {
    await on.set('gpt-6-luna', { capabilities: { streaming: false } });
    const { text, sent } = await on.chat('gpt-6-luna', { stream: true });
    expect(eventsIn(text)).toMatchObject([
      { event: 'delta', data: { text: 'Hi' } },
      { event: 'end', data: { text: 'Hi', usage: { output_tokens: 30 } } },
    ]);
    expect(sent[0]).not.toHaveProperty('stream');
    expect(await on.gateway.usage(on.id, 1)).toMatchObject([{ outcome: 'ok', output_tokens: 30 }]);
  });

  it('goes to the successor from the day on that is now set, or to the model itself', async () => {
    await on.set('gpt-6-luna', { retires_on: '2026-11-01' });
    expect((await on.chat('gpt-6-luna')).sent).toMatchObject([{ model: 'gpt-6-sol' }]);
    await on.set('gpt-6-luna', { retires_on: '2026-11-01', replaced_by: null });
    expect((await on.chat('gpt-6-luna')).body.code).toBe('ai/model-retired');
    expect((await on.chat('o4-mini')).sent).toMatchObject([{ model: 'gpt-5.6-terra' }]);
    await on.set('o4-mini', { retires_on: null });
    expect((await on.chat('o4-mini')).sent).toMatchObject([{ model: 'o4-mini' }]);
  });
});

describe('a model without a mode for forms', () => {
  const NATIVE = /response_format|output_config|responseJsonSchema|responseMimeType/;

  it.each(WIRE_FORMATS)('is told the form in words: $company', async ({ id: provider, says }) => {
    const { id: userId } = await on.gateway.marketer(provider);
    const asked = { ...(await on.gateway.request()), userId, instructions: 'Be brief.' };
    const sent = async () => {
      on.gateway[provider].will(says('{"title":"Spring","tags":["sale"]}'));
      const { value } = await on.gateway.app.get(Ai).answer(asked, HEADLINE);
      expect(value).toEqual({ title: 'Spring', tags: ['sale'] });
      return JSON.stringify(on.gateway[provider].last.body);
    };
    const natively = await sent();
    expect(natively).toMatch(NATIVE);
    expect(natively).not.toContain('It must fit this JSON Schema');
    await on.set(MODELS[provider], { capabilities: { structured: false } });
    const inWords = await sent();
    expect(inWords).not.toMatch(NATIVE);
    expect(inWords).toMatch(
      /Be brief\.\\n\\nAnswer with one JSON object.* It must fit this JSON Schema:.*title/s,
    );
  });

  it('may correct its answer once, and is paid for both', async () => {
    await on.set(MODELS.openai, { capabilities: { structured: false } });
    const asked = { ...(await on.gateway.request()), userId: on.id };
    on.gateway.openai.will(openAiSays('Spring!'), openAiSays('{"title":"Spring","tags":[]}'));
    expect((await on.gateway.app.get(Ai).answer(asked, HEADLINE)).value.title).toBe('Spring');
    expect(JSON.stringify(on.gateway.openai.last.body)).toMatch(
      /It must fit this JSON Schema.*does not fit the schema/s,
    );
    expect(await on.gateway.usage(on.id, 2)).toMatchObject([
      { outcome: 'invalid-output', input_tokens: 120 },
      { outcome: 'ok', input_tokens: 120 },
    ]);
  });
});

describe('a model of one’s own', () => {
  const OWN = { provider: 'openai', kind: 'text' };

  it('is added by AI_MODEL_OVERRIDES, and sent by its id', async () => {
    expect(await on.listed('llama-4')).toMatchObject({
      api_id: 'meta/Llama-4',
      provider: 'openai',
      kind: 'text',
      capabilities: { vision: false, tools: true },
      context_tokens: null,
      price: { input_per_mtok: null },
      own: true,
      overridden: [
        { field: 'api_id', by: 'environment' },
        { field: 'capabilities', by: 'environment' },
      ],
    });
    const { body, sent } = await on.chat('llama-4');
    expect([body.data.model, body.data.usage.cost_usd]).toEqual(['llama-4', null]);
    expect(sent).toMatchObject([{ model: 'meta/Llama-4', max_completion_tokens: 4_000 }]);
  });

  it('is added by an administrator, changed, made the default, and gone when it is taken back', async () => {
    expect(await on.set('qwen-4', { ...OWN, max_output_tokens: 300 })).toMatchObject({
      name: 'qwen-4',
      api_id: 'qwen-4',
      own: true,
    });
    expect((await on.chat('qwen-4')).sent).toMatchObject([{ model: 'qwen-4', max_completion_tokens: 300 }]);
    expect(await on.set('qwen-4', { default: true, price: PRICE })).toMatchObject({
      default: true,
      max_output_tokens: null,
    });
    on.gateway.openai.will(openAiSays('Hi'));
    const { body } = await on.client.post('/api/ai/chat', say('Hello'));
    expect(body.data).toMatchObject({ model: 'qwen-4', usage: { cost_usd: 0.00017 } });
    const gone = await on.admin.delete('/api/ai/models/qwen-4');
    expect([gone.status, gone.body.data.name]).toEqual([200, 'qwen-4']);
    expect(await on.listed('qwen-4')).toBeUndefined();
    expect((await on.chat('qwen-4')).body.code).toBe('ai/model-unknown');
    expect((await on.admin.delete('/api/ai/models/qwen-4')).status).toBe(404);
    expect(on.gateway.app.get(ModelCatalogue).defaultOf('openai')?.name).toBe(MODELS.openai);
  });

  it('stays while another is replaced by it', async () => {
    await on.set('qwen-4', OWN);
    await on.set('gpt-5', { replaced_by: 'qwen-4' });
    const kept = await on.admin.delete('/api/ai/models/qwen-4');
    expect([kept.status, kept.body.code]).toEqual([422, 'ai/model-unfit']);
    await on.admin.delete('/api/ai/models/gpt-5');
    expect((await on.admin.delete('/api/ai/models/qwen-4')).status).toBe(200);
  });

  it('stays what it is, has a name that can be asked for, and needs to be said whose it is', async () => {
    await on.set('qwen-4', OWN);
    const code = async (name: string, override: object) => (await on.put(name, override)).body.code;
    expect(await code('qwen-4', { provider: 'mistral' })).toBe('ai/model-elsewhere');
    expect(await code('Qwen-5', OWN)).toBe('ai/model-unfit');
    expect(await code('qwen-5', { provider: 'openai' })).toBe('ai/model-not-found');
    expect(await code('qwen-5', { active: true })).toBe('ai/model-not-found');
  });
});
