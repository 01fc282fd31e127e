import { eventStream, type ScriptedAnswer } from '../../support/scripted-server.js';

const TOKENS = { input: 120, cached: 20, output: 30 };

/** What OpenAI answers with a text: 120 tokens in, 20 of them cached, 30 out. */
export function openAiSays(text: string, more: Record<string, unknown> = {}): ScriptedAnswer {
  const message = { role: 'assistant', content: text, refusal: null, ...more };
  return {
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-6.1-terra',
      choices: [
        { index: 0, message, finish_reason: 'tool_calls' in more ? 'tool_calls' : 'stop', logprobs: null },
      ],
      usage: openAiUsage(),
    },
  };
}

/** The same piece by piece. */
export function openAiStreams(...texts: string[]): ScriptedAnswer & { pieces: string[] } {
  const chunk = (choice: Record<string, unknown> | null, usage: unknown = null): unknown => ({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'gpt-6.1-terra',
    choices: choice ? [{ index: 0, ...choice }] : [],
    usage,
  });
  return eventStream(
    ...texts.map((content) => chunk({ delta: { content }, finish_reason: null })),
    chunk({ delta: {}, finish_reason: 'stop' }),
    chunk(null, openAiUsage()),
    '[DONE]',
  );
}

/** What Anthropic answers with a text. */
export function anthropicSays(text: string): ScriptedAnswer {
  return {
    body: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'claude-sonnet-4-5',
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: {
        input_tokens: 100,
        cache_read_input_tokens: 20,
        cache_creation_input_tokens: 0,
        output_tokens: 30,
      },
    },
  };
}

/** An error as OpenAI, and most who imitate it, words it. */
export function openAiError(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): ScriptedAnswer {
  return {
    status,
    headers,
    body: { error: { message: `scripted ${code}`, type: 'error', param: null, code } },
  };
}

function openAiUsage(): unknown {
  return {
    prompt_tokens: TOKENS.input,
    completion_tokens: TOKENS.output,
    total_tokens: TOKENS.input + TOKENS.output,
    prompt_tokens_details: { cached_tokens: TOKENS.cached },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}
