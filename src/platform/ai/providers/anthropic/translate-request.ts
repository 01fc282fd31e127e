import type {
  ContentBlockParam,
  MessageCreateParamsNonStreaming,
  MessageParam,
  TextBlockParam,
  Tool,
  ToolUseBlockParam,
} from '@anthropic-ai/sdk/resources/messages/messages';
import type { ProviderMessage, ProviderRequest, ProviderTool, ProviderToolCall } from '../ai-provider.js';
import { foreignId } from '../foreign-id.js';
import { objectInput } from '../object-input.js';
import { keptBlocks } from './kept-turn.js';
import { nativeSchema } from './native-schema.js';

/** From about here on a prefix is long enough to be kept, some 1,000 tokens; shorter ones are not kept anyway. */
const WORTH_KEEPING = 4_000;
const LONGEST_CALL_ID = 40;
const HIGHEST_TEMPERATURE = 1;

/** The last version of the API in which a temperature is not an error; the SDK asks for the next one. */
const VERSION_WITH_TEMPERATURE = '2023-06-01';

type MessageBody = MessageCreateParamsNonStreaming & { readonly temperature?: number };

/** A request as the messages API takes it. */
export function messageBody({ model, maxTokens, ...request }: ProviderRequest): MessageBody {
  const { tools, shape, temperature, effort } = request;
  const schema = shape && nativeSchema(shape.schema);
  const system = systemOf(request, schema !== undefined);
  return {
    model,
    max_tokens: maxTokens,
    messages: turnsOf(request.messages, model),
    ...(system.length > 0 && { system }),
    ...(tools.length > 0 && { tools: tools.map(toolOf) }),
    ...((schema || effort) && {
      output_config: {
        ...(schema && { format: { type: 'json_schema' as const, schema } }),
        ...(effort && { effort }),
      },
    }),
    ...(temperature !== undefined && { temperature: Math.min(temperature, HIGHEST_TEMPERATURE) }),
  };
}

export function messageHeaders({ temperature }: ProviderRequest): Record<string, string> {
  return temperature === undefined ? {} : { 'anthropic-version': VERSION_WITH_TEMPERATURE };
}

/** A shape the native mode cannot hold the model to is told in words. What differs between requests follows what is kept. */
function systemOf(
  { instructions, markRule, shape }: Pick<ProviderRequest, 'instructions' | 'markRule' | 'shape'>,
  isNative: boolean,
): TextBlockParam[] {
  const system: TextBlockParam[] = [];
  if (instructions.length >= WORTH_KEEPING)
    system.push({ type: 'text', text: instructions, cache_control: { type: 'ephemeral' } });
  else if (instructions.trim() !== '') system.push({ type: 'text', text: instructions });
  if (shape && !isNative)
    system.push({
      type: 'text',
      text: `Answer with one JSON value and nothing else. It follows this JSON Schema:\n${JSON.stringify(shape.schema)}`,
    });
  if (markRule !== undefined) system.push({ type: 'text', text: markRule });
  return system;
}

function toolOf({ name, description, schema }: ProviderTool): Tool {
  return { name, description, input_schema: { ...schema, type: 'object' } };
}

/** Roles take turns, and the results of one turn's tools belong together: neighbours of one role become one turn. */
function turnsOf(messages: readonly ProviderMessage[], model: string): MessageParam[] {
  const turns: { role: 'user' | 'assistant'; content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const blocks = blocksOf(message, model).filter(
      (block) => block.type !== 'text' || block.text.trim() !== '',
    );
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else if (blocks.length > 0) turns.push({ role, content: blocks });
  }
  return turns;
}

function blocksOf(message: ProviderMessage, model: string): ContentBlockParam[] {
  if (message.role === 'tool')
    return [
      {
        type: 'tool_result',
        tool_use_id: callId(message.callId),
        ...(message.output.trim() !== '' && { content: message.output }),
      },
    ];
  if (message.role === 'assistant')
    return (
      keptBlocks(message.toolCalls, model, toolUseOf) ?? [
        { type: 'text', text: message.text },
        ...message.toolCalls.map(toolUseOf),
      ]
    );
  return message.parts.map((part) =>
    part.kind === 'text'
      ? { type: 'text', text: part.text }
      : { type: 'image', source: { type: 'base64', media_type: part.mediaType, data: part.base64 } },
  );
}

function toolUseOf({ id, name, input }: ProviderToolCall): ToolUseBlockParam {
  return { type: 'tool_use', id: callId(id), name, input: objectInput(input) };
}

function callId(id: string): string {
  return /^[\w-]{1,128}$/.test(id) ? id : foreignId(id, LONGEST_CALL_ID);
}
