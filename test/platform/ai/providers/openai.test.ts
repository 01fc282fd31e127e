import { eventStream } from '../../../support/scripted-server.js';
import { chunk, completion, USAGE } from '../wire/chat-completions.js';
import { COUNTED } from '../wire/counted.js';
import {
  callWith,
  eventsOf,
  failureOf,
  KEY,
  openaiAt,
  plainRequest,
  richRequest,
  scripted,
  SHAPE,
  TOOL,
} from './dialects.js';

const { server, provider, reading } = await scripted(openaiAt);

describe('OpenAI', () => {
  const answerTo = (...answer: Parameters<typeof completion>) => reading(completion(...answer));

  describe('on the wire', () => {
    it('is asked with nothing but what was given', async () => {
      const answer = await answerTo({ content: 'Hi.' });
      expect(server.last).toMatchObject({ method: 'POST', path: '/v1/chat/completions' });
      expect(server.last.headers['authorization']).toBe(`Bearer ${KEY}`);
      expect(server.last.headers['openai-organization']).toBeUndefined();
      expect(server.last.body).toEqual({
        model: 'a-model',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'hello' },
        ],
        max_completion_tokens: 100,
      });
      expect(answer).toEqual({ text: 'Hi.', toolCalls: [], finish: 'stop', usage: COUNTED });
    });

    it('is shown pictures, tools and their results, and told the shape', async () => {
      server.will(completion({ content: '{}' }));
      await provider.text({ ...richRequest, instructions: '' }, callWith());
      const asked = server.last.body as { messages: { tool_calls?: { id: string }[] }[] };
      const secondId = asked.messages[1]?.tool_calls?.[1]?.id ?? '';
      expect(secondId).toMatch(/^[0-9a-f]{40}$/);
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
            content: null,
            tool_calls: [
              {
                id: 'abcDEF123',
                type: 'function',
                function: { name: 'find_leads', arguments: '{"city":"Bonn"}' },
              },
              { id: secondId, type: 'function', function: { name: 'find_leads', arguments: '{half' } },
            ],
          },
          { role: 'tool', tool_call_id: 'abcDEF123', content: '3 leads' },
          { role: 'tool', tool_call_id: secondId, content: 'That is not JSON.' },
          { role: 'assistant', content: 'Three do.' },
          { role: 'user', content: 'hello' },
        ],
        max_completion_tokens: 100,
        temperature: 0,
        tools: [
          {
            type: 'function',
            function: { name: 'find_leads', description: 'Finds leads.', parameters: TOOL.schema },
          },
        ],
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'post', schema: SHAPE.schema, strict: true },
        },
      });
    });

    it('is asked for usage at the end of a stream', async () => {
      server.will(eventStream(chunk({ content: 'Hi.' }, 'stop'), chunk(undefined, null, USAGE), '[DONE]'));
      const events = await eventsOf(provider.stream(plainRequest, callWith()));
      expect(server.last.body).toMatchObject({ stream: true, stream_options: { include_usage: true } });
      expect(events.at(-1)).toMatchObject({ answer: { usage: COUNTED } });
    });

    it('is asked for vectors, which come back in the order of the texts', async () => {
      const base64 = Buffer.from(new Float32Array([0.5, -2]).buffer).toString('base64');
      server.will({
        body: {
          data: [
            { index: 1, embedding: [3, 4] },
            { index: 0, embedding: base64 },
          ],
          usage: { prompt_tokens: 5, total_tokens: 5 },
        },
      });
      const request = { model: 'an-embedder', texts: ['one', 'two'], dimensions: 2 };
      expect(await provider.embed(request, callWith())).toEqual({
        vectors: [
          [0.5, -2],
          [3, 4],
        ],
        usage: { input: 5, cachedInput: 0, output: 0 },
      });
      expect(server.last).toMatchObject({
        path: '/v1/embeddings',
        body: { model: 'an-embedder', input: ['one', 'two'], dimensions: 2, encoding_format: 'base64' },
      });
    });

    it('does not pass off too few vectors as all', async () => {
      server.will({ body: { data: [{ index: 0, embedding: [1] }], usage: { prompt_tokens: 1 } } });
      const failure = failureOf(provider.embed({ model: 'm', texts: ['one', 'two'] }, callWith()));
      expect(await failure).toMatchObject({ kind: 'unavailable', detail: '1 vectors came for 2 texts.' });
    });

    it('tells which models a key may use', async () => {
      server.will({ body: { object: 'list', data: [{ id: 'a' }, { id: 'b' }] } });
      expect(await provider.models(callWith())).toEqual(['a', 'b']);
      expect(server.last).toMatchObject({ method: 'GET', path: '/v1/models' });
    });
  });

  describe('an answer', () => {
    it('says why it ended', async () => {
      expect(await answerTo({ content: 'Hal' }, 'length')).toMatchObject({ finish: 'length' });
      const call = { id: 'c1', type: 'function', function: { name: 'find_leads', arguments: '' } };
      const asked = await answerTo({ content: null, tool_calls: [call] }, 'stop');
      expect(asked).toMatchObject({ text: '', finish: 'tools', toolCalls: [{ id: 'c1', input: {} }] });
    });

    it('keeps tool input that is not JSON as it was written', async () => {
      const call = { id: 'c1', type: 'function', function: { name: 'find_leads', arguments: '{"city": ' } };
      const answer = await answerTo({ content: 'Let me look.', tool_calls: [call] }, 'tool_calls');
      expect(answer).toMatchObject({
        text: 'Let me look.',
        finish: 'tools',
        toolCalls: [{ input: '{"city": ' }],
      });
    });

    it('puts tool calls together from pieces of a stream', async () => {
      const piece = (index: number, call: object) => chunk({ tool_calls: [{ index, ...call }] });
      server.will(
        eventStream(
          piece(0, { id: 'c1', type: 'function', function: { name: 'find_leads', arguments: '' } }),
          piece(0, { function: { arguments: '{"city":' } }),
          piece(1, { id: 'c2', type: 'function', function: { name: 'count', arguments: '{}' } }),
          piece(0, { function: { arguments: '"Bonn"}' } }),
          chunk({}, 'tool_calls'),
          '[DONE]',
        ),
      );
      const [end, ...more] = await eventsOf(provider.stream({ ...plainRequest, tools: [TOOL] }, callWith()));
      expect(more).toEqual([]);
      expect(end).toMatchObject({
        kind: 'end',
        answer: {
          text: '',
          finish: 'tools',
          toolCalls: [
            { id: 'c1', name: 'find_leads', input: { city: 'Bonn' } },
            { id: 'c2', name: 'count', input: {} },
          ],
        },
      });
    });

    it('that refuses is told as refused', async () => {
      const refused = await failureOf(answerTo({ content: null, refusal: 'I will not.' }));
      expect(refused).toMatchObject({ kind: 'refused', detail: 'I will not.' });
      const filtered = await failureOf(answerTo({ content: 'So f' }, 'content_filter'));
      expect(filtered).toMatchObject({ kind: 'refused' });
      server.will(eventStream(chunk({ refusal: 'I will' }), chunk({ refusal: ' not.' }, 'stop'), '[DONE]'));
      const streamed = await failureOf(eventsOf(provider.stream(plainRequest, callWith())));
      expect(streamed).toMatchObject({ kind: 'refused', detail: 'I will not.' });
    });
  });
});
