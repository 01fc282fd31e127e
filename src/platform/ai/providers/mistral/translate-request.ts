import type {
  ChatCompletionRequest,
  ChatCompletionRequestMessage,
  ContentChunk,
} from '@mistralai/mistralai/models/components';
import type { ProviderMessage, ProviderRequest } from '../ai-provider.js';
import { foreignId } from '../foreign-id.js';
import { isStrict } from '../strict-schema.js';

type UserPart = Extract<ProviderMessage, { role: 'user' }>['parts'][number];

/** A request as Mistral's chat API takes it. */
export function chatBody(request: ProviderRequest): Omit<ChatCompletionRequest, 'stream'> {
  const { instructions, tools, shape, temperature } = request;
  return {
    model: request.model,
    messages: [
      ...(instructions === '' ? [] : [{ role: 'system' as const, content: instructions }]),
      ...request.messages.map(messageOf),
    ],
    maxTokens: request.maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, schema }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { ...schema } },
      })),
    }),
    ...(shape && {
      responseFormat: {
        type: 'json_schema' as const,
        jsonSchema: {
          name: shape.name,
          schemaDefinition: { ...shape.schema },
          strict: isStrict(shape.schema),
        },
      },
    }),
  };
}

function messageOf(message: ProviderMessage): ChatCompletionRequestMessage {
  if (message.role === 'tool')
    return {
      role: 'tool',
      toolCallId: callId(message.callId),
      name: message.name,
      content: message.output,
    };
  if (message.role === 'user') return { role: 'user', content: contentOf(message.parts) };
  const { text, toolCalls } = message;
  return {
    role: 'assistant',
    content: text,
    ...(toolCalls.length > 0 && {
      toolCalls: toolCalls.map(({ id, name, input }, index) => ({
        id: callId(id),
        index,
        function: { name, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
      })),
    }),
  };
}

function contentOf(parts: readonly UserPart[]): string | ContentChunk[] {
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'text') return first.text;
  return parts.map((part) =>
    part.kind === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image_url', imageUrl: { url: `data:${part.mediaType};base64,${part.base64}` } },
  );
}

/** Mistral takes nine letters and digits; an id another company gave becomes such a one, the same each time. */
function callId(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : foreignId(id, 9);
}
