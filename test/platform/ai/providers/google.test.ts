import type { ProviderMessage } from '#platform/ai/providers/ai-provider';
import { eventStream } from '../../../support/scripted-server.js';
import { COUNTED } from '../wire/counted.js';
import { candidate, COUNTS } from '../wire/google.js';
import {
  callWith,
  eventsOf,
  failureOf,
  googleAt,
  KEY,
  plainRequest,
  richRequest,
  scripted,
  SHAPE,
  TOOL,
} from './dialects.js';

const UNSIGNED = 'skip_thought_signature_validator';
const call = (input: object, id?: string) => ({
  functionCall: { ...(id !== undefined && { id }), name: 'find_leads', args: input },
});
const result = (id: string, output: string) => ({
  functionResponse: { id, name: 'find_leads', response: { output } },
});
const saying = (text: string) => ({ role: 'user', parts: [{ text }] });

const { server, provider, reading } = await scripted(googleAt);

describe('Google', () => {
  const answerTo = (...answer: Parameters<typeof candidate>) => reading({ body: candidate(...answer) });

  describe('on the wire', () => {
    const asked = {
      contents: [saying('hello')],
      systemInstruction: saying('Be brief.'),
      generationConfig: { maxOutputTokens: 100 },
    };

    it('is asked with nothing but what was given', async () => {
      const answer = await answerTo([{ text: 'Hi.' }], 'STOP', COUNTS);
      expect(server.last).toMatchObject({ method: 'POST', path: '/v1beta/models/a-model:generateContent' });
      expect(server.last.headers['x-goog-api-key']).toBe(KEY);
      expect(server.last.body).toEqual(asked);
      expect(answer).toEqual({ text: 'Hi.', toolCalls: [], finish: 'stop', usage: COUNTED });
    });

    it('is asked for a stream in the same words', async () => {
      server.will(eventStream(candidate([{ text: 'Hi.' }], 'STOP', COUNTS)));
      const events = await eventsOf(provider.stream(plainRequest, callWith()));
      expect(server.last).toMatchObject({ path: '/v1beta/models/a-model:streamGenerateContent?alt=sse' });
      expect(server.last.body).toEqual(asked);
      expect(events.at(-1)).toMatchObject({ kind: 'end', answer: { usage: COUNTED } });
    });

    it('is shown pictures, tools and their results, and told the shape', async () => {
      server.will({ body: candidate([{ text: '{}' }], 'STOP') });
      const id = 'toolu_of_another_company_and_longer_than_forty_characters';
      await provider.text({ ...richRequest, instructions: '' }, callWith());
      const { name, description, schema } = TOOL;
      expect(server.last.body).toEqual({
        contents: [
          {
            role: 'user',
            parts: [{ text: 'Who lives here?' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }],
          },
          {
            role: 'model',
            parts: [
              { ...call({ city: 'Bonn' }, 'abcDEF123'), thoughtSignature: UNSIGNED },
              call({ INVALID_JSON: '{half' }, id),
            ],
          },
          { role: 'user', parts: [result('abcDEF123', '3 leads'), result(id, 'That is not JSON.')] },
          { role: 'model', parts: [{ text: 'Three do.' }] },
          saying('hello'),
        ],
        tools: [{ functionDeclarations: [{ name, description, parametersJsonSchema: schema }] }],
        generationConfig: {
          maxOutputTokens: 100,
          temperature: 0,
          responseMimeType: 'application/json',
          responseJsonSchema: SHAPE.schema,
        },
      });
    });

    it('gets back the signature it gave with a call, and none where it never gives one', async () => {
      const first = await answerTo([{ ...call({ city: 'Bonn' }, 'c1'), thoughtSignature: 'c2ln' }], 'STOP');
      const spoken = async (model: string, toolCalls: typeof first.toolCalls) => {
        server.will({ body: candidate([{ text: 'Hi.' }], 'STOP') });
        const messages: ProviderMessage[] = [{ role: 'assistant', text: 'Look:', toolCalls }];
        await provider.text({ ...plainRequest, model, messages }, callWith());
        return (server.last.body as { contents: { parts: unknown[] }[] }).contents[0]?.parts;
      };
      const signed = { ...call({ city: 'Bonn' }, 'c1'), thoughtSignature: 'c2ln' };
      expect(await spoken('gemini-4-x', first.toolCalls)).toEqual([{ text: 'Look:' }, signed]);
      const foreign = [{ id: 'c1', name: 'find_leads', input: { city: 'Bonn' } }];
      expect(await spoken('gemini-2.5-pro', foreign)).toEqual([
        { text: 'Look:' },
        call({ city: 'Bonn' }, 'c1'),
      ]);
    });

    it('is asked for vectors, at most 100 at once', async () => {
      const values = (count: number) => Array.from({ length: count }, (_, at) => ({ values: [at, 1] }));
      server.will(
        { body: { embeddings: values(100), usageMetadata: { promptTokenCount: 7 } } },
        { body: { embeddings: values(1), usageMetadata: { promptTokenCount: 1 } } },
      );
      const model = 'gemini-embedding-2';
      const texts = Array.from({ length: 101 }, (_, at) => `text ${at}`);
      const { vectors, usage } = await provider.embed({ model, texts, dimensions: 2 }, callWith());
      expect(vectors).toHaveLength(101);
      expect(vectors[99]).toEqual([99, 1]);
      expect(usage).toEqual({ input: 8, cachedInput: 0, output: 0 });
      expect(server.requests.map(({ path }) => path)).toEqual(
        Array(2).fill('/v1beta/models/gemini-embedding-2:batchEmbedContents'),
      );
      expect(server.last.body).toEqual({
        requests: [
          {
            model: 'models/gemini-embedding-2',
            content: { parts: [{ text: 'text 100' }] },
            outputDimensionality: 2,
          },
        ],
      });
    });

    it('does not take fewer vectors than texts for an answer', async () => {
      server.will({ body: { embeddings: [{ values: [1] }] } });
      const failure = failureOf(provider.embed({ model: 'm', texts: ['one', 'two'] }, callWith()));
      expect(await failure).toMatchObject({ kind: 'unavailable', detail: '1 vectors came for 2 texts.' });
    });

    it('tells which models a key may use', async () => {
      server.will({ body: { models: [{ name: 'models/a' }, { name: 'models/b' }], nextPageToken: 'x' } });
      expect(await provider.models(callWith())).toEqual(['a', 'b']);
      expect(server.last).toMatchObject({ method: 'GET', path: '/v1beta/models?pageSize=1000' });
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('an answer', () => {
    it('says why it ended', async () => {
      expect(await answerTo([{ text: 'Hal' }], 'MAX_TOKENS')).toMatchObject({
        text: 'Hal',
        finish: 'length',
      });
    });

    it('is none when the limit came before the first word', async () => {
      expect(await failureOf(answerTo([], 'MAX_TOKENS'))).toMatchObject({ kind: 'cut-short' });
    });

    it('asks for tools beside what it says, and keeps its thoughts to itself', async () => {
      const thought = { text: 'Hm.', thought: true };
      const parts = [thought, { text: 'Let me look.' }, call({ city: 'Bonn' }), call({}, 'c2')];
      const { toolCalls, ...answer } = await answerTo(parts, 'STOP');
      expect(answer).toMatchObject({ text: 'Let me look.', finish: 'tools' });
      expect(toolCalls).toEqual([
        { id: expect.stringMatching(/^call_\w{32}$/), name: 'find_leads', input: { city: 'Bonn' } },
        { id: 'c2', name: 'find_leads', input: {} },
      ]);
    });

    it('gathers tool calls from the pieces of a stream, each with an id of its own', async () => {
      server.will(
        eventStream(
          candidate([{ text: 'Hm.', thought: true }]),
          candidate([call({ city: 'Bonn' })]),
          candidate([call({ city: 'Ulm' })]),
          candidate([], 'STOP', COUNTS),
        ),
      );
      const [end, ...more] = await eventsOf(provider.stream({ ...plainRequest, tools: [TOOL] }, callWith()));
      expect(more).toEqual([]);
      expect(end).toMatchObject({
        answer: {
          text: '',
          finish: 'tools',
          toolCalls: [{ input: { city: 'Bonn' } }, { input: { city: 'Ulm' } }],
        },
      });
      const ids = end?.kind === 'end' ? end.answer.toolCalls.map(({ id }) => id) : [];
      expect(new Set(ids).size).toBe(2);
    });

    it.each(['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII'])(
      'that stops for %s is told as refused',
      async (reason) => {
        expect(await failureOf(answerTo([{ text: 'So f' }], reason))).toMatchObject({
          kind: 'refused',
          detail: reason,
        });
        server.will(eventStream(candidate([{ text: 'So f' }]), candidate([], reason)));
        const streamed = await failureOf(eventsOf(provider.stream(plainRequest, callWith())));
        expect(streamed).toMatchObject({ kind: 'refused', detail: reason });
      },
    );

    it('to a question that was blocked is told as refused', async () => {
      const body = { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, ...COUNTS };
      server.will({ body }, eventStream(body));
      const refused = { kind: 'refused', detail: 'PROHIBITED_CONTENT' };
      expect(await failureOf(provider.text(plainRequest, callWith()))).toMatchObject(refused);
      expect(await failureOf(eventsOf(provider.stream(plainRequest, callWith())))).toMatchObject(refused);
    });
  });
});
