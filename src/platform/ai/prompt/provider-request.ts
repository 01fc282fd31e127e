import { z } from 'zod';
import type { AiMessage, AiPart, AiRequest, AiTool, AiToolCall } from '../ai-request.js';
import type { AiModel } from '../models/ai-model.js';
import type {
  ProviderMessage,
  ProviderRequest,
  ProviderTool,
  ProviderToolCall,
} from '../providers/ai-provider.js';
import { mostTokens, roughTokens } from '../usage/tokens.js';
import { askForShape, type AskedShape } from './shaped-answer.js';
import { UntrustedMark } from './untrusted.js';

const TOKENS_AT_MOST = 4_000;
const TEMPERATURE = 0.7;
/** What a model that thinks may think beside its answer: providers count both against one limit. */
const TOKENS_FOR_THOUGHTS = 4_000;
/** An answer of so many tokens at most is not worth much thought. */
const SHORT_ANSWER = 2_000;
/** What a picture costs about, whatever its size. */
const TOKENS_PER_IMAGE = 1_500;
/** What a large one costs where it is read in full. */
const MOST_TOKENS_PER_IMAGE = 5_000;
/** What stands around each message, and around the whole. */
const TOKENS_PER_FRAME = 10;
/** What a provider tells its model by itself where there are tools or a form: some hundreds. */
const TOKENS_OF_RULES = 1_000;

/** What every candidate is told alike; only the model's own limits differ. */
export interface Prompt {
  readonly instructions: string;
  /** How text of other people is marked off; empty where there is none. */
  readonly markRule: string;
  readonly messages: readonly ProviderMessage[];
  readonly tools: readonly ProviderTool[];
  /** The form the answer must have. */
  readonly shape: AskedShape | undefined;
  readonly needs: { readonly vision: boolean; readonly tools: boolean };
  /** A rough count: for limits before the call, and for what a call has cost that nobody counted. */
  readonly inputTokens: number;
  /** The most that may be counted for it: so much of the budget is set aside. */
  readonly mostInputTokens: number;
}

/** The request with other people's text marked off, ready for any provider. */
export function promptOf(request: AiRequest, shape?: AskedShape): Prompt {
  const parts = request.messages.flatMap((message) => (message.role === 'user' ? message.parts : []));
  const foreign =
    parts.some((part) => part.kind === 'untrusted') || request.messages.some(({ role }) => role === 'tool');
  const mark = new UntrustedMark(request.runId);
  const { instructions = '' } = request;
  const markRule = foreign ? mark.rule : '';
  const messages = request.messages.map((message) => toProviderMessage(message, mark));
  const tools = (request.tools ?? []).map(toProviderTool);
  const images = parts.filter((part) => part.kind === 'image').length;
  const hasRules = shape !== undefined || tools.length > 0;
  const rules = hasRules ? JSON.stringify([tools, shape?.schema]) : '';
  const said = `${instructions}${markRule}${JSON.stringify(messages.map(textOf))}${rules}`;
  const frames = (messages.length + 1) * TOKENS_PER_FRAME + (hasRules ? TOKENS_OF_RULES : 0);
  return {
    instructions,
    markRule,
    messages,
    tools,
    shape,
    needs: { vision: images > 0, tools: tools.length > 0 },
    inputTokens: roughTokens(said.length) + images * TOKENS_PER_IMAGE,
    mostInputTokens: mostTokens(said) + frames + images * MOST_TOKENS_PER_IMAGE,
  };
}

/** A prompt that goes on with more messages. */
export function continued(prompt: Prompt, more: readonly ProviderMessage[]): Prompt {
  const said = JSON.stringify(more);
  return {
    ...prompt,
    messages: [...prompt.messages, ...more],
    inputTokens: prompt.inputTokens + roughTokens(said.length),
    mostInputTokens: prompt.mostInputTokens + mostTokens(said) + more.length * TOKENS_PER_FRAME,
  };
}

/** The prompt for one model, within its limits. A model without a mode for forms is told the form in words. */
export function providerRequest(prompt: Prompt, request: AiRequest, model: AiModel): ProviderRequest {
  const { instructions, markRule, shape } = prompt;
  const isTold = shape !== undefined && !model.capabilities.structured;
  const told = isTold ? [instructions, askForShape(shape)].filter((text) => text !== '') : [instructions];
  return {
    model: model.apiId,
    instructions: told.join('\n\n'),
    ...(markRule !== '' && { markRule }),
    messages: prompt.messages,
    tools: prompt.tools,
    maxTokens: mostOutputTokens(request, model),
    ...(model.capabilities.temperature && { temperature: request.temperature ?? TEMPERATURE }),
    ...(model.capabilities.thinks && answerTokens(request) <= SHORT_ANSWER && { effort: 'low' as const }),
    ...(shape && !isTold && { shape }),
  };
}

/** The most tokens a model may write, its thoughts included. */
export function mostOutputTokens(request: AiRequest, model: AiModel): number {
  const thoughts = model.capabilities.thinks ? TOKENS_FOR_THOUGHTS : 0;
  return Math.min(answerTokens(request) + thoughts, model.maxOutputTokens ?? Infinity);
}

function answerTokens({ maxTokens = TOKENS_AT_MOST }: AiRequest): number {
  return maxTokens;
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
