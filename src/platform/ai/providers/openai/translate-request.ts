import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ProviderMessage, ProviderRequest } from '../ai-provider.js';
import { foreignId } from '../foreign-id.js';
import { isStrict } from '../strict-schema.js';

const LONGEST_CALL_ID = 40;

type UserPart = Extract<ProviderMessage, { role: 'user' }>['parts'][number];

/** A request as the chat completions API takes it. */
export function chatBody(request: ProviderRequest): ChatCompletionCreateParamsNonStreaming {
  const { instructions, tools, shape, temperature } = request;
  return {
    model: request.model,
    messages: [
      ...(instructions === '' ? [] : [{ role: 'system' as const, content: instructions }]),
      ...request.messages.map(messageOf),
    ],
    max_completion_tokens: request.maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, schema }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { ...schema } },
      })),
    }),
    ...(shape && {
      response_format: {
        type: 'json_schema' as const,
        json_schema: { name: shape.name, schema: { ...shape.schema }, strict: isStrict(shape.schema) },
      },
    }),
  };
}

function messageOf(message: ProviderMessage): ChatCompletionMessageParam {
  if (message.role === 'tool')
    return { role: 'tool', tool_call_id: callId(message.callId), content: message.output };
  if (message.role === 'user') return { role: 'user', content: contentOf(message.parts) };
  const { text, toolCalls } = message;
  if (toolCalls.length === 0) return { role: 'assistant', content: text };
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: toolCalls.map(({ id, name, input }) => ({
      id: callId(id),
      type: 'function' as const,
      function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
    })),
  };
}

/** Text alone is sent as a string, which every compatible server understands. */
function contentOf(parts: readonly UserPart[]): string | ChatCompletionContentPart[] {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'text') return first.text;
  return parts.map((part) =>
    part.kind === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image_url', image_url: { url: `data:${part.mediaType};base64,${part.base64}` } },
  );
}

/** Longer ids, which another company gave in the same conversation, are refused. */
function callId(id: string): string {
  return id.length <= LONGEST_CALL_ID ? id : foreignId(id, LONGEST_CALL_ID);
}
