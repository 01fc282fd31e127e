import type { ProviderAnswer, ProviderMessage } from '#platform/ai/providers/ai-provider';
import {
  blockDelta,
  blockStart,
  message,
  messageEnd,
  messageStart,
  namedEvents,
  text,
  toolUse,
} from '../wire/anthropic.js';
import { candidate } from '../wire/google.js';
import { anthropicAt, callWith, eventsOf, googleAt, plainRequest, scripted, TOOL } from './dialects.js';

const { server, provider } = await scripted(anthropicAt);

const thought = (said: string, signature: string) => ({ type: 'thinking', thinking: said, signature });
const redacted = { type: 'redacted_thinking', data: 'c2VjcmV0' };
const BERLIN = toolUse('id1', { city: 'Berlin' });
const BONN = toolUse('id2', { city: 'Bonn' });
/** The model thinks, says something, thinks again between its calls. */
const TURN = [thought('Hm.', 's1'), redacted, text('Let me look.'), BERLIN, thought('And?', 's2'), BONN];

const withTool = { ...plainRequest, tools: [TOOL] };
const goesOn = ({ text: said, toolCalls }: ProviderAnswer): ProviderMessage[] => [
  ...plainRequest.messages,
  { role: 'assistant', text: said, toolCalls },
  { role: 'tool', callId: 'id1', name: 'find_leads', output: '3' },
  { role: 'tool', callId: 'id2', name: 'find_leads', output: '4' },
];

/** What the model is told again of the turn before. */
async function replayed(answer: ProviderAnswer, model = plainRequest.model): Promise<unknown> {
  server.will(message([text('Seven.')]));
  await provider.text({ ...withTool, model, messages: goesOn(answer) }, callWith());
  return (server.last.body as { messages: { content: unknown }[] }).messages[1]?.content;
}

describe('What a model of Anthropic thought before it called tools', () => {
  it('goes back to it as it came, in its order', async () => {
    server.will(message(TURN, 'tool_use'));
    const answer = await provider.text(withTool, callWith());
    expect(answer).toMatchObject({ text: 'Let me look.', toolCalls: [{ id: 'id1' }, { id: 'id2' }] });
    expect(await replayed(answer)).toEqual(TURN);
  });

  it('goes back the same from a stream', async () => {
    const inputOf = (index: number, input: object) =>
      blockDelta(index, { type: 'input_json_delta', partial_json: JSON.stringify(input) });
    server.will(
      namedEvents(
        messageStart,
        blockStart(0, thought('', '')),
        blockDelta(0, { type: 'thinking_delta', thinking: 'H' }),
        blockDelta(0, { type: 'thinking_delta', thinking: 'm.' }),
        blockDelta(0, { type: 'signature_delta', signature: 's1' }),
        blockStart(1, redacted),
        blockStart(2, text('')),
        blockDelta(2, { type: 'text_delta', text: 'Let me ' }),
        blockDelta(2, { type: 'text_delta', text: 'look.' }),
        blockStart(3, { ...BERLIN, input: {} }),
        inputOf(3, BERLIN.input as object),
        blockStart(4, thought('', '')),
        blockDelta(4, { type: 'thinking_delta', thinking: 'And?' }),
        blockDelta(4, { type: 'signature_delta', signature: 's2' }),
        blockStart(5, { ...BONN, input: {} }),
        inputOf(5, BONN.input as object),
        ...messageEnd('tool_use'),
      ),
    );
    const end = (await eventsOf(provider.stream(withTool, callWith()))).at(-1);
    if (end?.kind !== 'end') throw new Error('The stream has no end.');
    expect(await replayed(end.answer)).toEqual(TURN);
  });

  it('goes to no other model, and to no other company', async () => {
    server.will(message(TURN, 'tool_use'));
    const answer = await provider.text(withTool, callWith());
    expect(await replayed(answer, 'another-model')).toEqual([text('Let me look.'), BERLIN, BONN]);
    server.will({ body: candidate([{ text: 'Seven.' }], 'STOP') });
    await googleAt(server.url).text({ ...withTool, messages: goesOn(answer) }, callWith());
    expect(JSON.stringify(server.last.body)).toContain('Berlin');
    expect(JSON.stringify(server.last.body)).not.toMatch(/Hm\.|c2VjcmV0|anthropic/);
  });
});
