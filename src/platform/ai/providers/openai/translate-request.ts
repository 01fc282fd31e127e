import type {
  ChatCompletionCreateParamsNonStreaming,
  ChatCompletionMessageParam,
} from 'openai/resources/chat/completions';
import type { ProviderMessage, ProviderRequest } from '../ai-provider.js';
import { argumentsOf, contentOf, functionTools, systemTurn } from '../chat-request.js';
import { foreignId } from '../foreign-id.js';
import { isStrict } from '../strict-schema.js';

const LONGEST_CALL_ID = 40;
/** Of these, this API takes tools only when they are told not to think; older ones do not know how to be told. */
const TOLD_NOT_TO_THINK = /^gpt-(?:5\.[5-9]|[6-9]|\d\d)/;

const pictureAt = (url: string) => ({ type: 'image_url' as const, image_url: { url } });

/** A request as the chat completions API takes it. */
export function chatBody(request: ProviderRequest): ChatCompletionCreateParamsNonStreaming {
  const { tools, shape, temperature } = request;
  const effort = effortOf(request);
  return {
    model: request.model,
    messages: [...systemTurn(request), ...request.messages.map(messageOf)],
    max_completion_tokens: request.maxTokens,
    ...(temperature !== undefined && { temperature }),
    ...(effort !== undefined && { reasoning_effort: effort }),
    ...(tools.length > 0 && { tools: functionTools(tools) }),
    ...(shape && {
      response_format: {
        type: 'json_schema' as const,
        json_schema: { name: shape.name, schema: { ...shape.schema }, strict: isStrict(shape.schema) },
      },
    }),
  };
}

/** No model takes another effort than `none` beside tools. */
function effortOf({ model, tools, effort }: ProviderRequest) {
  if (tools.length === 0) return effort;
  return TOLD_NOT_TO_THINK.test(model) ? 'none' : undefined;
}

function messageOf(message: ProviderMessage): ChatCompletionMessageParam {
  if (message.role === 'tool')
    return { role: 'tool', tool_call_id: callId(message.callId), content: message.output };
  if (message.role === 'user') return { role: 'user', content: contentOf(message.parts, pictureAt) };
  const { text, toolCalls } = message;
  if (toolCalls.length === 0) return { role: 'assistant', content: text };
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: toolCalls.map(({ id, name, input }) => ({
      id: callId(id),
      type: 'function' as const,
      function: { name, arguments: argumentsOf(input) },
    })),
  };
}

/** Longer ids, which another company gave in the same conversation, are refused. */
function callId(id: string): string {
  return id.length <= LONGEST_CALL_ID ? id : foreignId(id, LONGEST_CALL_ID);
}
