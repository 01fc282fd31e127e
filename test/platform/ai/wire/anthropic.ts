import { eventStream, type ScriptedAnswer } from '../../../support/scripted-server.js';
import { COUNTED } from './counted.js';

/** What came from the company's memory, and what went into it, is counted beside the rest. */
const [REMEMBERED, KEPT] = [COUNTED.cachedInput, 5];
const READ = {
  input_tokens: COUNTED.input - REMEMBERED - KEPT,
  cache_read_input_tokens: REMEMBERED,
  cache_creation_input_tokens: KEPT,
};
/** The same in our words. */
export const COUNTED_KEPT = { ...COUNTED, cacheWrite: KEPT };

const envelope = (content: readonly object[], reason: string | null, written: number) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'a-model',
  content,
  stop_reason: reason,
  stop_sequence: null,
  usage: { ...READ, output_tokens: written },
});

/** A whole message. */
export const message = (
  content: readonly object[],
  reason: string | null = 'end_turn',
  more: object = {},
) => ({
  body: { ...envelope(content, reason, COUNTED.output), ...more },
});

export const text = (said: string) => ({ type: 'text', text: said });
export const toolUse = (id: string, input: unknown, name = 'find_leads') => ({
  type: 'tool_use',
  id,
  name,
  input,
});

/** A stream: each event has a name, which is its type too. */
export function namedEvents(...events: readonly { type: string }[]): ReturnType<typeof eventStream> {
  const pieces = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
  return { ...eventStream(), pieces };
}

export const messageStart = { type: 'message_start', message: envelope([], null, 1) };
export const blockStart = (index: number, block: object) => ({
  type: 'content_block_start',
  index,
  content_block: block,
});
export const blockDelta = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta });
export const textDelta = (said: string) => blockDelta(0, { type: 'text_delta', text: said });
export const messageEnd = (reason: string, details: object | null = null) => [
  {
    type: 'message_delta',
    delta: { stop_reason: reason, stop_sequence: null, stop_details: details },
    usage: { output_tokens: COUNTED.output },
  },
  { type: 'message_stop' },
];

export const anthropicSays = (said: string): ScriptedAnswer => message([text(said)]);

export function anthropicStreams(...texts: string[]) {
  const said = texts.map(textDelta);
  const end = [{ type: 'content_block_stop', index: 0 }, ...messageEnd('end_turn')];
  return namedEvents(messageStart, blockStart(0, text('')), ...said, ...end);
}

export const REFUSAL = { type: 'refusal', category: 'cyber', explanation: 'scripted refusal' };

export const errorEvent = (type: string, says = `scripted ${type}`) => ({
  type: 'error',
  error: { type, message: says },
});

export function anthropicError(
  status: number,
  type: string,
  { says, headers = {} }: { says?: string; headers?: Record<string, string> } = {},
): ScriptedAnswer {
  return { status, headers, body: errorEvent(type, says) };
}
