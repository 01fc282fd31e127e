import {
  COUNTED_KEPT,
  blockDelta,
  blockStart,
  message,
  messageEnd,
  messageStart,
  namedEvents,
  text,
  textDelta,
  toolUse,
} from '../wire/anthropic.js';

import { anthropicAt, callWith, eventsOf, failureOf, plainRequest, scripted, TOOL } from './dialects.js';

const inputDelta = (index: number, json: string) =>
  blockDelta(index, { type: 'input_json_delta', partial_json: json });

const { server, provider, reading } = await scripted(anthropicAt);

describe('An answer of Anthropic', () => {
  const answerTo = (...answer: Parameters<typeof message>) => reading(message(...answer));
  it('says why it ended', async () => {
    expect(await answerTo([text('Hal')], 'max_tokens')).toMatchObject({ finish: 'length' });
    expect(await answerTo([text('Hal')], 'model_context_window_exceeded')).toMatchObject({
      finish: 'length',
    });
    expect(await answerTo([text('Hal')], 'stop_sequence')).toMatchObject({ finish: 'stop' });
  });

  it('is none when the limit came before the first word, and counts', async () => {
    const thought = { type: 'thinking', thinking: 'Hm.', signature: 's' };
    expect(await failureOf(answerTo([thought], 'max_tokens'))).toMatchObject({
      kind: 'cut-short',
      usage: { output: COUNTED_KEPT.output },
      mayBeTaken: true,
    });
  });

  it('leaves out what the model thought', async () => {
    const answer = await answerTo([{ type: 'thinking', thinking: 'Hm.', signature: 's' }, text('Yes.')]);
    expect(answer.text).toBe('Yes.');
    const thought = blockDelta(0, { type: 'thinking_delta', thinking: 'Hm.' });
    const said = blockDelta(1, { type: 'text_delta', text: 'Yes.' });
    server.will(namedEvents(messageStart, thought, said, ...messageEnd('end_turn')));
    const events = await eventsOf(provider.stream(plainRequest, callWith()));
    expect(events).toMatchObject([{ text: 'Yes.' }, { answer: { text: 'Yes.' } }]);
  });

  it('asks for tools beside its text', async () => {
    const uses = [text('Let me look.'), toolUse('id1', { city: 'Bonn' }), toolUse('id2', {}, 'count')];
    expect(await answerTo(uses, 'tool_use')).toMatchObject({
      text: 'Let me look.',
      finish: 'tools',
      toolCalls: [
        { id: 'id1', name: 'find_leads', input: { city: 'Bonn' } },
        { id: 'id2', name: 'count', input: {} },
      ],
    });
  });

  it('puts tool calls together from pieces of a stream, and keeps what is not JSON', async () => {
    server.will(
      namedEvents(
        messageStart,
        blockStart(0, text('')),
        textDelta('Let me look.'),
        blockStart(1, toolUse('id1', {})),
        inputDelta(1, ''),
        inputDelta(1, '{"city":'),
        inputDelta(1, '"Bonn"}'),
        blockStart(2, toolUse('id2', {}, 'count')),
        blockStart(3, toolUse('id3', {})),
        inputDelta(3, '{"city": '),
        ...messageEnd('tool_use'),
      ),
    );
    const events = await eventsOf(provider.stream({ ...plainRequest, tools: [TOOL] }, callWith()));
    expect(events).toMatchObject([
      { kind: 'delta', text: 'Let me look.' },
      {
        kind: 'end',
        answer: {
          text: 'Let me look.',
          finish: 'tools',
          toolCalls: [
            { id: 'id1', name: 'find_leads', input: { city: 'Bonn' } },
            { id: 'id2', name: 'count', input: {} },
            { id: 'id3', name: 'find_leads', input: '{"city": ' },
          ],
          usage: COUNTED_KEPT,
        },
      },
    ]);
  });

  it('that refuses is told as refused', async () => {
    const details = { type: 'refusal', category: 'cyber', explanation: 'I will not.' };
    const refused = await failureOf(answerTo([text('So')], 'refusal', { stop_details: details }));
    expect(refused).toMatchObject({ kind: 'refused', detail: 'I will not.' });
    expect(await failureOf(answerTo([], 'refusal'))).toMatchObject({ kind: 'refused' });
    server.will(namedEvents(messageStart, textDelta('So'), ...messageEnd('refusal', details)));
    const streamed = await failureOf(eventsOf(provider.stream(plainRequest, callWith())));
    expect(streamed).toMatchObject({ kind: 'refused', detail: 'I will not.' });
  });

  it.each(['hang', 'reset'] as const)(
    'is whole at its end, though the connection then %ss',
    async (ending) => {
      server.will({ ...namedEvents(messageStart, textDelta('Hi.'), ...messageEnd('end_turn')), ending });
      const events = await eventsOf(provider.stream(plainRequest, callWith()));
      expect(events.at(-1)).toMatchObject({ kind: 'end', answer: { text: 'Hi.' } });
      expect(await server.last.closed).toBe('early');
    },
  );
});
