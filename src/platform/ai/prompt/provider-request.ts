import { z } from 'zod';
import type { AiMessage, AiPart, AiRequest, AiTool, AiToolCall } from '../ai-request.js';
import type { AiModel } from '../models/ai-model.js';
import type {
  JsonSchema,
  ProviderMessage,
  ProviderRequest,
  ProviderTool,
  ProviderToolCall,
} from '../providers/ai-provider.js';
import { UntrustedMark } from './untrusted.js';

const TOKENS_AT_MOST = 4_000;
const TEMPERATURE = 0.7;
const CHARACTERS_PER_TOKEN = 4;
const BYTES_PER_TOKEN_AT_MOST = 16;
/** What a picture costs about, whatever its size. */
const TOKENS_PER_IMAGE = 1_500;

/** What every candidate is told alike; only the model's own limits differ. */
export interface Prompt {
  readonly instructions: string;
  readonly messages: readonly ProviderMessage[];
  readonly tools: readonly ProviderTool[];
  readonly needs: { readonly vision: boolean; readonly tools: boolean };
  /** A rough count, 4 characters each: for limits before the call and for what a cut off call has cost. */
  readonly inputTokens: number;
}

/** The request with other people's text marked off, ready for any provider. */
export function promptOf(request: AiRequest): Prompt {
  const parts = request.messages.flatMap((message) => (message.role === 'user' ? message.parts : []));
  const foreign =
    parts.some((part) => part.kind === 'untrusted') || request.messages.some(({ role }) => role === 'tool');
  const mark = new UntrustedMark();
  const instructions = [request.instructions ?? '', foreign ? mark.rule : '']
    .filter((text) => text !== '')
    .join('\n\n');
  const messages = request.messages.map((message) => toProviderMessage(message, mark));
  const tools = (request.tools ?? []).map(toProviderTool);
  const images = parts.filter((part) => part.kind === 'image').length;
  const characters =
    instructions.length + JSON.stringify(messages.map(textOf)).length + JSON.stringify(tools).length;
  return {
    instructions,
    messages,
    tools,
    needs: { vision: images > 0, tools: tools.length > 0 },
    inputTokens: Math.ceil(characters / CHARACTERS_PER_TOKEN) + images * TOKENS_PER_IMAGE,
  };
}

/** The prompt for one model, within its limits. */
export function providerRequest(
  prompt: Prompt,
  request: AiRequest,
  model: AiModel,
  shape?: { name: string; schema: JsonSchema },
): ProviderRequest {
  const maxTokens = Math.min(request.maxTokens ?? TOKENS_AT_MOST, model.maxOutputTokens ?? Infinity);
  return {
    model: model.apiId,
    instructions: prompt.instructions,
    messages: prompt.messages,
    tools: prompt.tools,
    maxTokens,
    ...(model.capabilities.temperature && { temperature: request.temperature ?? TEMPERATURE }),
    ...(shape && { shape }),
  };
}

/** Tool calls as the caller asked for them: known tools, their inputs checked. */
export function checkToolCalls(
  calls: readonly ProviderToolCall[],
  tools: readonly AiTool[] | undefined,
): readonly AiToolCall[] {
  return calls.map((call) => {
    const tool = tools?.find(({ name }) => name === call.name);
    if (!tool) return { ...call, problem: `There is no tool ${call.name}.` };
    const read = tool.input.safeParse(call.input);
    return read.success ? { ...call, input: read.data } : { ...call, problem: z.prettifyError(read.error) };
  });
}

/** Tokens in a text, roughly: 4 characters each. */
export function roughTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** Whether a text is surely longer than that: the tokens of no language have 16 bytes each. An unknown limit is never exceeded. */
export function surelyExceeds(text: string, tokens: number | null): boolean {
  return tokens !== null && Buffer.byteLength(text) > tokens * BYTES_PER_TOKEN_AT_MOST;
}

function toProviderMessage(message: AiMessage, mark: UntrustedMark): ProviderMessage {
  if (message.role === 'user')
    return { role: 'user', parts: message.parts.map((part) => toProviderPart(part, mark)) };
  if (message.role === 'tool')
    return { ...message, output: mark.around(`tool ${message.name}`, message.output) };
  const toolCalls = (message.toolCalls ?? []).map(toProviderCall);
  return { role: 'assistant', text: message.text, toolCalls };
}

function toProviderCall({ id, name, input, signature }: AiToolCall): ProviderToolCall {
  return { id, name, input, ...(signature !== undefined && { signature }) };
}

function toProviderPart(part: AiPart, mark: UntrustedMark): Exclude<AiPart, { kind: 'untrusted' }> {
  return part.kind === 'untrusted' ? { kind: 'text', text: mark.around(part.source, part.text) } : part;
}

function toProviderTool({ name, description, input }: AiTool): ProviderTool {
  return { name, description, schema: z.toJSONSchema(input) };
}

function textOf(message: ProviderMessage): unknown {
  if (message.role !== 'user') return message;
  return message.parts.map((part) => (part.kind === 'text' ? part.text : ''));
}
