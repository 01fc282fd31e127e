import { spyOn } from 'jest-mock';
import { eventStream } from '../../../support/scripted-server.js';
import { chunk, completion, USAGE } from '../wire/chat-completions.js';
import { COUNTED } from '../wire/counted.js';
import {
  callWith,
  eventsOf,
  failureOf,
  KEY,
  mistralAt,
  plainRequest,
  richRequest,
  scripted,
  SHAPE,
  TOOL,
} from './dialects.js';

const toolCall = (id: string | undefined, input: unknown, name = 'find_leads') => ({
  ...(id !== undefined && { id }),
  function: { name, arguments: input },
});

const { server, provider, reading } = await scripted(mistralAt);

describe('Mistral', () => {
  const answerTo = (...answer: Parameters<typeof completion>) => reading(completion(...answer));

  describe('on the wire', () => {
    it('is asked with nothing but what was given', async () => {
      const answer = await answerTo({ content: 'Hi.' });
      expect(server.last).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
      expect(server.last.headers['authorization']).toBe(`Bearer ${KEY}`);
      expect(server.last.body).toEqual({
        model: 'a-model',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'hello' },
        ],
        max_tokens: 100,
        stream: false,
      });
      expect(answer).toEqual({ text: 'Hi.', toolCalls: [], finish: 'stop', usage: COUNTED });
    });

    it('gets a temperature no higher than it goes', async () => {
      server.will(completion({ content: 'Hi.' }), completion({ content: 'Hi.' }));
      for (const [asked, sent] of [
        [2, 1.5],
        [1.2, 1.2],
      ] as const) {
        await provider.text({ ...plainRequest, temperature: asked }, callWith());
        expect(server.last.body).toMatchObject({ temperature: sent });
      }
    });

    it('is shown pictures, tools and their results, and told the shape', async () => {
      server.will(completion({ content: '{}' }));
      await provider.text({ ...richRequest, instructions: '' }, callWith());
      const asked = server.last.body as { messages: { tool_calls?: { id: string }[] }[] };
      const secondId = asked.messages[1]?.tool_calls?.[1]?.id ?? '';
      expect(secondId).toMatch(/^[0-9a-f]{9}$/);
      const type = 'function';
      const name = 'find_leads';
      expect(asked).toEqual({
        model: 'a-model',
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Who lives here?' },
              { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=' } },
            ],
          },
          {
            role: 'assistant',
            content: '',
            prefix: false,
            tool_calls: [
              { id: 'abcDEF123', type, index: 0, function: { name, arguments: '{"city":"Bonn"}' } },
              { id: secondId, type, index: 1, function: { name, arguments: '{half' } },
            ],
          },
          { role: 'tool', tool_call_id: 'abcDEF123', name, content: '3 leads' },
          { role: 'tool', tool_call_id: secondId, name, content: 'That is not JSON.' },
          { role: 'assistant', content: 'Three do.', prefix: false },
          { role: 'user', content: 'hello' },
        ],
        max_tokens: 100,
        stream: false,
        temperature: 0,
        tools: [{ type, function: { name, description: 'Finds leads.', parameters: TOOL.schema } }],
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'post', schema: SHAPE.schema, strict: true },
        },
      });
    });

    it('is asked for vectors, which come back in the order of the texts', async () => {
      const data = [
        { object: 'embedding', index: 1, embedding: [3, 4] },
        { object: 'embedding', index: 0, embedding: [1, 2] },
      ];
      const usage = { prompt_tokens: 5, total_tokens: 5 };
      server.will({ body: { id: 'e', object: 'list', model: 'm', data, usage } });
      const request = { model: 'an-embedder', texts: ['one', 'two'], dimensions: 2 };
      expect(await provider.embed(request, callWith())).toEqual({
        vectors: [
          [1, 2],
          [3, 4],
        ],
        usage: { input: 5, cachedInput: 0, output: 0 },
      });
      expect(server.last).toMatchObject({ path: '/v1/embeddings' });
      expect(server.last.body).toEqual({ model: 'an-embedder', input: ['one', 'two'], output_dimension: 2 });
      server.will({ body: { id: 'e', object: 'list', model: 'm', data: data.slice(1), usage } });
      await provider.embed({ model: 'mistral-embed', texts: ['one'], dimensions: 2 }, callWith());
      expect(server.last.body).toEqual({ model: 'mistral-embed', input: ['one'] });
    });

    it('tells which models a key may use, also those of a sort not heard of', async () => {
      const base = { id: 'a', type: 'base', capabilities: {} };
      server.will({ body: { object: 'list', data: [base, { id: 'b', type: 'new' }, { id: 'c' }] } });
      expect(await provider.models(callWith())).toEqual(['a', 'b', 'c']);
      expect(server.last).toMatchObject({ method: 'GET', path: '/v1/models' });
    });
  });

  describe('an answer', () => {
    it('says why it ended', async () => {
      expect(await answerTo({ content: 'Hal' }, 'length')).toMatchObject({ finish: 'length' });
      expect(await answerTo({ content: 'Hal' }, 'model_length')).toMatchObject({ finish: 'length' });
      expect(await failureOf(answerTo({ content: 'Hal' }, 'error'))).toMatchObject({ kind: 'unavailable' });
      expect(await failureOf(answerTo({ content: 'Hal' }, 'content_filter'))).toMatchObject({
        kind: 'refused',
      });
    });

    it('leaves out what the model thought', async () => {
      const thinking = { type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] };
      const answer = await answerTo({ content: [thinking, { type: 'text', text: 'Yes.' }] });
      expect(answer.text).toBe('Yes.');
    });

    it('tells tool calls apart, with input as JSON, as an object or as neither', async () => {
      const calls = [
        toolCall('id1', '{"city":"Bonn"}'),
        toolCall('id2', { city: 'Ulm' }),
        toolCall(undefined, '{x'),
      ];
      const answer = await answerTo({ content: '', tool_calls: calls }, 'tool_calls');
      expect(answer.toolCalls).toEqual([
        { id: 'id1', name: 'find_leads', input: { city: 'Bonn' } },
        { id: 'id2', name: 'find_leads', input: { city: 'Ulm' } },
        { id: expect.stringMatching(/^call_[0-9a-f]{32}$/), name: 'find_leads', input: '{x' },
      ]);
      expect(answer.finish).toBe('tools');
    });

    it('puts tool calls together from pieces of a stream', async () => {
      const piece = (call: object, index: number) => chunk({ tool_calls: [{ ...call, index }] });
      server.will(
        eventStream(
          piece(toolCall('id1', '{"city":'), 0),
          piece(toolCall('null', '"Bonn"}', ''), 0),
          piece(toolCall('id2', '{}', 'count'), 0),
          chunk({ content: '' }, 'tool_calls', USAGE),
          '[DONE]',
        ),
      );
      const [end, ...more] = await eventsOf(provider.stream({ ...plainRequest, tools: [TOOL] }, callWith()));
      expect(more).toEqual([]);
      expect(end).toMatchObject({
        answer: {
          finish: 'tools',
          toolCalls: [
            { id: 'id1', name: 'find_leads', input: { city: 'Bonn' } },
            { id: 'id2', name: 'count', input: {} },
          ],
          usage: COUNTED,
        },
      });
    });

    it('of a model about to go is neither read twice nor announced on the console', async () => {
      const warn = spyOn(console, 'warn').mockImplementation(() => undefined);
      const headers = { 'content-type': 'text/event-stream', 'x-model-deprecation-timestamp': '2026-12-01' };
      server.will({ ...eventStream(chunk({ content: 'Hi.' })), headers, ending: 'hang' });
      for await (const _ of provider.stream(plainRequest, callWith())) break;
      expect(await server.last.closed).toBe('early');
      server.will({
        ...completion({ content: 'Hi.' }),
        headers: { 'x-model-deprecation-timestamp': '2026' },
      });
      await provider.text(plainRequest, callWith());
      expect(warn).not.toHaveBeenCalled();
      warn.mockRestore();
    });
  });
});
