import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import type { CreateEmbeddingResponse } from 'openai/resources/embeddings';
import type { AiUsage } from '../../ai-request.js';
import type { ChatAnswer } from '../chat-answer.js';
import { inOrder } from '../vectors.js';

type Usage = ChatCompletion['usage'] | null;

/** Takes over a whole completion. */
export function readCompletion(answer: ChatAnswer, completion: ChatCompletion): void {
  const [choice] = completion.choices;
  if (typeof choice?.message.content === 'string') answer.addText(choice.message.content);
  if (choice?.message.refusal) answer.addRefusal(choice.message.refusal);
  for (const [index, call] of (choice?.message.tool_calls ?? []).entries())
    if (call.type === 'function')
      answer.addToolCall({ index, id: call.id, name: call.function.name, input: call.function.arguments });
  if (choice?.finish_reason) answer.finishedBy(choice.finish_reason);
  readUsage(answer, completion.usage);
}

/** Takes over one piece of a stream; answers with the text in it. */
export function readChunk(answer: ChatAnswer, chunk: ChatCompletionChunk): string {
  readUsage(answer, chunk.usage);
  const [choice] = chunk.choices;
  if (!choice) return '';
  const { content, refusal, tool_calls: calls } = choice.delta;
  if (typeof content === 'string') answer.addText(content);
  if (refusal) answer.addRefusal(refusal);
  for (const [at, { index = at, id, function: named }] of (calls ?? []).entries())
    answer.addToolCall({ index, id, name: named?.name, input: named?.arguments });
  if (choice.finish_reason) answer.finishedBy(choice.finish_reason);
  return content ?? '';
}

function readUsage(answer: ChatAnswer, usage: Usage | undefined): void {
  if (usage) answer.used(usageOf(usage));
}

function usageOf(usage: NonNullable<Usage>): AiUsage {
  const { prompt_tokens: input, completion_tokens: output, prompt_tokens_details: details } = usage;
  const cacheWrite = details?.cache_write_tokens ?? 0;
  const written = cacheWrite > 0 ? { cacheWrite } : {};
  // Compatible servers may leave out either.
  return { input: input ?? 0, cachedInput: details?.cached_tokens ?? 0, ...written, output: output ?? 0 };
}

/** The vectors of one batch, and the tokens they took where that is told. */
export function vectorsOf({ data, usage }: CreateEmbeddingResponse, count: number) {
  return { vectors: inOrder(data, count), input: usage?.prompt_tokens ?? 0 };
}
