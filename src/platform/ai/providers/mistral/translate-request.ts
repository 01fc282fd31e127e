import type {
  ChatCompletionRequest,
  ChatCompletionRequestMessage,
} from '@mistralai/mistralai/models/components';
import type { ProviderMessage, ProviderRequest } from '../ai-provider.js';
import { argumentsOf, contentOf, functionTools, systemTurn } from '../chat-request.js';
import { foreignId } from '../foreign-id.js';
import { isStrict } from '../strict-schema.js';

const HIGHEST_TEMPERATURE = 1.5;

const pictureAt = (url: string) => ({ type: 'image_url' as const, imageUrl: { url } });

/** A request as Mistral's chat API takes it. */
export function chatBody(request: ProviderRequest): Omit<ChatCompletionRequest, 'stream'> {
  const { tools, shape, temperature } = request;
  return {
    model: request.model,
    messages: [...systemTurn(request), ...request.messages.map(messageOf)],
    maxTokens: request.maxTokens,
    ...(temperature !== undefined && { temperature: Math.min(temperature, HIGHEST_TEMPERATURE) }),
    ...(tools.length > 0 && { tools: functionTools(tools) }),
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
  if (message.role === 'user') return { role: 'user', content: contentOf(message.parts, pictureAt) };
  const { text, toolCalls } = message;
  return {
    role: 'assistant',
    content: text,
    ...(toolCalls.length > 0 && {
      toolCalls: toolCalls.map(({ id, name, input }, index) => ({
        id: callId(id),
        index,
        function: { name, arguments: argumentsOf(input) },
      })),
    }),
  };
}

/** Mistral takes nine letters and digits; an id another company gave becomes such a one, the same each time. */
function callId(id: string): string {
  return /^[A-Za-z0-9]{9}$/.test(id) ? id : foreignId(id, 9);
}
