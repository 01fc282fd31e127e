import { LLMock } from '@copilotkit/aimock';
import type { AiProvider } from '#platform/ai/providers/ai-provider';
import {
  anthropicAt,
  callWith,
  eventsOf,
  googleAt,
  mistralAt,
  openaiAt,
  plainRequest,
  SHAPE,
  TOOL,
} from './dialects.js';

const asking = (text: string) => ({
  ...plainRequest,
  messages: [{ role: 'user' as const, parts: [{ kind: 'text' as const, text }] }],
});

describe.each([
  { name: 'OpenAI', providerAt: openaiAt },
  { name: 'Mistral', providerAt: mistralAt },
  { name: 'Anthropic', providerAt: anthropicAt },
  { name: 'Google', providerAt: googleAt },
])('$name against an imitated model', ({ name, providerAt }) => {
  const mock = new LLMock({ port: 0 });
  let provider: AiProvider;
  beforeAll(async () => {
    const usage = { prompt_tokens: 12, completion_tokens: 7, input_tokens: 12, output_tokens: 7 };
    mock.onMessage('hello', { content: 'Hello there, how are you today?', usage });
    mock.onMessage('leads', { toolCalls: [{ name: 'find_leads', arguments: '{"city":"Bonn"}' }] });
    // It looks for shapes and pictures in OpenAI's dialect only; anthropic.test.ts and google.test.ts see them sent.
    const seesAll = name === 'OpenAI' || name === 'Mistral';
    mock.on(
      { userMessage: 'post', ...(seesAll && { responseFormat: 'json_schema' }) },
      { content: '{"title":"News","tags":["a"]}' },
    );
    const picture = '"image_url":{"url":"data:image/png;base64,aGk="}';
    mock.on(
      {
        userMessage: 'What is this?',
        ...(seesAll && { predicate: ({ messages }) => JSON.stringify(messages).includes(picture) }),
      },
      { content: 'A cat.' },
    );
    mock.onEmbedding(/.*/, { embedding: [0.25, -0.5, 1] });
    provider = providerAt(await mock.start());
  });
  afterAll(() => mock.stop());

  it('answers a question, with what it used', async () => {
    const answer = await provider.text(asking('hello'), callWith());
    expect(answer).toMatchObject({ text: 'Hello there, how are you today?', toolCalls: [], finish: 'stop' });
    expect(answer.usage).toEqual({ input: 12, cachedInput: 0, output: 7 });
  });

  it('answers piece by piece, then with the whole', async () => {
    const events = await eventsOf(provider.stream(asking('hello'), callWith()));
    const deltas = events.flatMap((event) => (event.kind === 'delta' ? [event.text] : []));
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe('Hello there, how are you today?');
    expect(events.at(-1)).toMatchObject({ kind: 'end', answer: { text: deltas.join(''), finish: 'stop' } });
  });

  it('asks for a tool', async () => {
    const answer = await provider.text({ ...asking('leads'), tools: [TOOL] }, callWith());
    expect(answer.finish).toBe('tools');
    expect(answer.toolCalls).toMatchObject([{ name: 'find_leads', input: { city: 'Bonn' } }]);
    expect(answer.toolCalls[0]?.id).toMatch(/.+/);
  });

  // It speaks OpenAI's dialect to Mistral too, whose own SDK takes neither its streamed tool calls nor its vectors.
  if (name !== 'Mistral')
    it('asks for a tool in a stream', async () => {
      const events = await eventsOf(provider.stream({ ...asking('leads'), tools: [TOOL] }, callWith()));
      const toolCalls = [{ name: 'find_leads', input: { city: 'Bonn' } }];
      expect(events.at(-1)).toMatchObject({ kind: 'end', answer: { finish: 'tools', toolCalls } });
    });

  it('answers in a shape', async () => {
    const answer = await provider.text({ ...asking('post'), shape: SHAPE }, callWith());
    expect(JSON.parse(answer.text)).toEqual({ title: 'News', tags: ['a'] });
  });

  it('sees a picture', async () => {
    const parts = [
      { kind: 'text' as const, text: 'What is this?' },
      { kind: 'image' as const, mediaType: 'image/png' as const, base64: 'aGk=' },
    ];
    const answer = await provider.text({ ...plainRequest, messages: [{ role: 'user', parts }] }, callWith());
    expect(answer.text).toBe('A cat.');
  });

  // Anthropic has no vectors; it does not know Google's way to ask for several, and see above for Mistral.
  if (name !== 'OpenAI') return;

  it('turns several texts into vectors at once', async () => {
    const { vectors } = await openaiAt(mock.url).embed(
      { model: 'an-embedder', texts: ['one', 'two'] },
      callWith(),
    );
    expect(vectors).toEqual([
      [0.25, -0.5, 1],
      [0.25, -0.5, 1],
    ]);
  });
});
