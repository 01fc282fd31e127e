import { spyOn } from 'jest-mock';
import type { ProviderMessage } from '#platform/ai/providers/ai-provider';
import {
  COUNTED_KEPT,
  blockStart,
  message,
  messageEnd,
  messageStart,
  namedEvents,
  text,
  textDelta,
  toolUse,
} from '../wire/anthropic.js';

import {
  anthropicAt,
  callWith,
  eventsOf,
  failureOf,
  KEY,
  plainRequest,
  richRequest,
  scripted,
  SHAPE,
  TOOL,
} from './dialects.js';

const { server, provider } = await scripted(anthropicAt);

describe('Anthropic on the wire', () => {
  const bodyFor = async (request: Partial<typeof plainRequest>) => {
    server.will(message([text('Hi.')]));
    await provider.text({ ...plainRequest, ...request }, callWith());
    return server.last.body;
  };

  it('is asked with nothing but what was given', async () => {
    server.will(message([text('Hi.')]));
    const answer = await provider.text(plainRequest, callWith());
    expect(server.last).toMatchObject({ method: 'POST', path: '/v1/messages' });
    expect(server.last.headers).toMatchObject({
      authorization: `Bearer ${KEY}`,
      'anthropic-version': '2026-10-21',
    });
    expect(server.last.body).toEqual({
      model: 'a-model',
      system: [text('Be brief.')],
      messages: [{ role: 'user', content: [text('hello')] }],
      max_tokens: 100,
    });
    expect(answer).toEqual({ text: 'Hi.', toolCalls: [], finish: 'stop', usage: COUNTED_KEPT });
  });

  it('is asked for a stream in the same words', async () => {
    server.will(namedEvents(messageStart, blockStart(0, text('Hi.')), ...messageEnd('end_turn')));
    const events = await eventsOf(provider.stream(plainRequest, callWith()));
    expect(server.last.body).toEqual({
      model: 'a-model',
      system: [text('Be brief.')],
      messages: [{ role: 'user', content: [text('hello')] }],
      max_tokens: 100,
      stream: true,
    });
    const answer = { text: 'Hi.', usage: COUNTED_KEPT };
    expect(events).toMatchObject([
      { kind: 'delta', text: 'Hi.' },
      { kind: 'end', answer },
    ]);
  });

  it('is shown pictures, tools and their results, and told the shape', async () => {
    const asked = await bodyFor({ ...richRequest, instructions: '' });
    const id = 'toolu_of_another_company_and_longer_than_forty_characters';
    expect(asked).toEqual({
      model: 'a-model',
      messages: [
        {
          role: 'user',
          content: [
            text('Who lives here?'),
            { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } },
          ],
        },
        {
          role: 'assistant',
          content: [toolUse('abcDEF123', { city: 'Bonn' }), toolUse(id, { INVALID_JSON: '{half' })],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'abcDEF123', content: '3 leads' },
            { type: 'tool_result', tool_use_id: id, content: 'That is not JSON.' },
          ],
        },
        { role: 'assistant', content: [text('Three do.')] },
        { role: 'user', content: [text('hello')] },
      ],
      max_tokens: 100,
      temperature: 0,
      tools: [{ name: 'find_leads', description: 'Finds leads.', input_schema: TOOL.schema }],
      output_config: { format: { type: 'json_schema', schema: SHAPE.schema } },
    });
  });

  it('gets turns in order: what one side said twice is put together, what is empty left out', async () => {
    const user = (said: string): ProviderMessage => ({
      role: 'user',
      parts: [{ kind: 'text', text: said }],
    });
    const callId = 'call.1/of another company';
    const messages: ProviderMessage[] = [
      user('one'),
      user('two'),
      { role: 'assistant', text: '', toolCalls: [] },
      user('three'),
      { role: 'assistant', text: 'Let me look.', toolCalls: [] },
      { role: 'assistant', text: ' \n', toolCalls: [{ id: callId, name: 'find_leads', input: {} }] },
      { role: 'tool', callId, name: 'find_leads', output: '' },
      user('four'),
      user(''),
    ];
    const asked = (await bodyFor({ messages })) as { messages: { content: { id?: string }[] }[] };
    const id = asked.messages[1]?.content[1]?.id ?? '';
    expect(id).toMatch(/^[0-9a-f]{40}$/);
    expect(asked.messages).toEqual([
      { role: 'user', content: [text('one'), text('two'), text('three')] },
      { role: 'assistant', content: [text('Let me look.'), toolUse(id, {})] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: id }, text('four')] },
    ]);
  });

  it('is asked to keep long instructions', async () => {
    const long = 'Be brief. '.repeat(400);
    const kept = [{ ...text(long), cache_control: { type: 'ephemeral' } }];
    expect(await bodyFor({ instructions: long })).toHaveProperty('system', kept);
    const short = [text(long.slice(1))];
    expect(await bodyFor({ instructions: long.slice(1) })).toHaveProperty('system', short);
  });

  it('gets a temperature, in the version that knows it, and no higher than it goes', async () => {
    expect(await bodyFor({ temperature: 1.6 })).toMatchObject({ temperature: 1 });
    expect(server.last.headers).toMatchObject({ 'anthropic-version': '2023-06-01' });
  });

  it('is told in words of a shape, or of parts of it, to which it holds nobody', async () => {
    const title = { type: 'string', description: 'Short.', maxLength: 60, pattern: '^[A-Z]' };
    const closed = (properties: object) => ({ ...SHAPE.schema, properties, required: ['title'] });
    const asked = (properties: object) =>
      bodyFor({ shape: { name: 'post', schema: { $schema: 'x', ...closed(properties) } } });
    const either = {
      oneOf: [{ type: 'null' }, { type: 'array', items: { enum: ['a', 'b'] }, maxItems: 3 }],
    };
    expect(await asked({ title, either })).toEqual({
      model: 'a-model',
      system: [text('Be brief.')],
      messages: [{ role: 'user', content: [text('hello')] }],
      max_tokens: 100,
      output_config: {
        format: {
          type: 'json_schema',
          schema: closed({
            title: { type: 'string', description: 'Short.\n\n{maxLength: 60, pattern: "^[A-Z]"}' },
            either: {
              anyOf: [
                { type: 'null' },
                { type: 'array', items: { enum: ['a', 'b'] }, description: '{maxItems: 3}' },
              ],
            },
          }),
        },
      },
    });
    for (const open of [{}, { type: 'object', additionalProperties: { type: 'string' } }, { $ref: '#' }]) {
      const inWords = await asked({ title, list: { type: 'array', items: open } });
      expect(inWords).not.toHaveProperty('output_config');
      expect(inWords).toMatchObject({
        system: [text('Be brief.'), { text: expect.stringContaining('"maxLength":60') }],
      });
    }
  });

  it('tells which models a key may use, page by page, but not without end', async () => {
    const page = (ids: string[], more: boolean) => ({
      body: { data: ids.map((id) => ({ id, type: 'model' })), has_more: more, last_id: ids.at(-1) },
    });
    server.will(page(['a', 'b'], true), page(['c'], false));
    expect(await provider.models(callWith())).toEqual(['a', 'b', 'c']);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /v1/models?limit=1000',
      'GET /v1/models?limit=1000&after_id=b',
    ]);
    server.clear();
    server.will(...Array.from({ length: 20 }, () => page(['a'], true)));
    expect(await provider.models(callWith())).toHaveLength(10);
    expect(server.requests).toHaveLength(10);
  });

  it('writes nothing on the console, not for an old model, not when told to log', async () => {
    const spies = (['log', 'debug', 'info', 'warn', 'error'] as const).map((level) =>
      spyOn(console, level).mockImplementation(() => undefined),
    );
    process.env['ANTHROPIC_LOG'] = 'debug';
    const model = 'claude-sonnet-4-5';
    server.will(message([text('Hi.')]), namedEvents(messageStart, textDelta('Hi.')), { status: 500 });
    const chatty = anthropicAt(server.url);
    await chatty.text({ ...plainRequest, model }, callWith());
    await failureOf(eventsOf(chatty.stream({ ...plainRequest, model }, callWith())));
    delete process.env['ANTHROPIC_LOG'];
    for (const spy of spies) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});
