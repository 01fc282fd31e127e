import { eventStream, type ScriptedAnswer } from '../../../support/scripted-server.js';
import { COUNTED } from './counted.js';

/** The chat completions API: OpenAI's, and Mistral's where nothing else is said. */
export const USAGE = {
  prompt_tokens: COUNTED.input,
  completion_tokens: COUNTED.output,
  total_tokens: COUNTED.input + COUNTED.output,
  prompt_tokens_details: { cached_tokens: COUNTED.cachedInput },
  completion_tokens_details: { reasoning_tokens: 0 },
};

/** A whole answer; without a message it has no choice at all. */
export function completion(message: object | undefined, finish: string | null = 'stop') {
  const choice = { index: 0, message: { role: 'assistant', ...message }, finish_reason: finish };
  return {
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'a-model',
      choices: message ? [choice] : [],
      usage: USAGE,
    },
  };
}

/** A piece of a stream; without a delta it has no choice at all. */
export function chunk(
  delta: object | undefined,
  finish: string | null = null,
  usage?: object | null,
): object {
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'a-model',
    choices: delta ? [{ index: 0, delta, finish_reason: finish }] : [],
    ...(usage !== undefined && { usage }),
  };
}

export function openAiSays(text: string, more: Record<string, unknown> = {}): ScriptedAnswer {
  const message = { content: text, refusal: null, ...more };
  // Vectors of a document may be asked for again meanwhile; what is said is not for them.
  const path = '/chat/completions';
  return { path, ...completion(message, 'tool_calls' in more ? 'tool_calls' : 'stop') };
}

/** The same piece by piece: what was used comes after the end. */
export function openAiStreams(...texts: string[]) {
  const said = texts.map((content) => chunk({ content }, null, null));
  return eventStream(...said, chunk({}, 'stop', null), chunk(undefined, null, USAGE), '[DONE]');
}

/** An error as OpenAI, and most who imitate it, words it. */
export function openAiError(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): ScriptedAnswer {
  const error = { message: `scripted ${code}`, type: 'error', param: null, code };
  return { status, headers, body: { error } };
}

/** What was used comes with the end. */
export function mistralStreams(...texts: string[]) {
  const said = texts.map((content) => chunk({ content }));
  return eventStream(...said, chunk({ content: '' }, 'stop', USAGE), '[DONE]');
}

export function mistralError(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): ScriptedAnswer {
  const body = { object: 'error', message: `scripted ${code}`, type: 'some_error', param: null, code };
  return { status, headers, body };
}
