const USAGE = {
  input_tokens: 9,
  cache_read_input_tokens: 4,
  cache_creation_input_tokens: 3,
  output_tokens: 2,
};

/** A whole message as Anthropic answers it. */
export const message = (
  content: readonly object[],
  reason: string | null = 'end_turn',
  more: object = {},
) => ({
  body: {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'a-model',
    content,
    stop_reason: reason,
    usage: USAGE,
    ...more,
  },
});

export const text = (said: string) => ({ type: 'text', text: said });
export const toolUse = (id: string, input: unknown, name = 'find_leads') => ({
  type: 'tool_use',
  id,
  name,
  input,
});

export const blockStart = (index: number, block: object) => ({
  type: 'content_block_start',
  index,
  content_block: block,
});
export const blockDelta = (index: number, delta: object) => ({ type: 'content_block_delta', index, delta });
