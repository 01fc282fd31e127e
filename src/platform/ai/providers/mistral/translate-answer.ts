import type {
  AssistantMessage,
  ChatCompletionResponse,
  CompletionChunk,
  ContentChunk,
  DeltaMessage,
  EmbeddingResponse,
  ModelList,
  UsageInfo,
} from '@mistralai/mistralai/models/components';
import type { AiUsage } from '../../ai-request.js';
import type { ChatAnswer } from '../chat-answer.js';
import { inOrder } from '../vectors.js';

/** Takes over a whole completion. */
export function readCompletion(answer: ChatAnswer, completion: ChatCompletionResponse): void {
  const [choice] = completion.choices;
  if (choice?.message) readMessage(answer, choice.message);
  if (choice) answer.finishedBy(choice.finishReason);
  answer.used(usageOf(completion.usage));
}

/** Takes over one piece of a stream; answers with the text in it. */
export function readChunk(answer: ChatAnswer, chunk: CompletionChunk): string {
  if (chunk.usage) answer.used(usageOf(chunk.usage));
  const [choice] = chunk.choices;
  if (!choice) return '';
  if (choice.finishReason) answer.finishedBy(choice.finishReason);
  return readMessage(answer, choice.delta);
}

function readMessage(answer: ChatAnswer, { content, toolCalls }: AssistantMessage | DeltaMessage): string {
  const text = textOf(content);
  if (text !== undefined) answer.addText(text);
  const calls = toolCalls ?? [];
  // Calls in one message are told apart by place: Mistral leaves the index at 0 for each.
  const hasPlaces = new Set(calls.map(({ index }) => index)).size === calls.length;
  for (const [at, { index = at, id, function: named }] of calls.entries())
    answer.addToolCall({
      index: hasPlaces ? index : at,
      id: id === 'null' ? undefined : id,
      name: named.name,
      input: named.arguments,
    });
  return text ?? '';
}

/** The text a person sees: a model that thinks sends its thoughts beside it. */
function textOf(content: string | ContentChunk[] | null | undefined): string | undefined {
  if (!Array.isArray(content)) return content ?? undefined;
  return content.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function usageOf(usage: UsageInfo): AiUsage {
  return {
    input: usage.promptTokens ?? 0,
    cachedInput: cachedTokens(usage),
    output: usage.completionTokens ?? 0,
  };
}

/** The SDK passes on as it came what it does not know. */
function cachedTokens({ prompt_tokens_details: details }: UsageInfo): number {
  const cached =
    typeof details === 'object' && details && 'cached_tokens' in details ? details.cached_tokens : 0;
  return typeof cached === 'number' ? cached : 0;
}

/** The vectors of one batch, and the tokens they took. */
export function vectorsOf({ data, usage }: EmbeddingResponse, count: number) {
  return { vectors: inOrder(data, count), input: usage.promptTokens ?? 0 };
}

/** A model of a sort the SDK does not know is kept too. */
export function modelIdsOf({ data = [] }: ModelList): string[] {
  return data.flatMap((model) => {
    const known: unknown = 'raw' in model ? model.raw : model;
    const isNamed = typeof known === 'object' && known && 'id' in known && typeof known.id === 'string';
    return isNamed ? [String(known.id)] : [];
  });
}
