import type { EmbedContentResponse, GenerateContentResponse, Part } from '@google/genai';
import type { AiUsage } from '../../ai-request.js';
import type { ChatAnswer } from '../chat-answer.js';
import { signedBy } from '../signed-call.js';
import { inOrder } from '../vectors.js';

/** The model or a filter declined. */
const REFUSALS: ReadonlySet<string> = new Set([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
]);
/** The model lost its way; asked again it may find it. */
const BROKEN: ReadonlySet<string> = new Set([
  'FINISH_REASON_UNSPECIFIED',
  'OTHER',
  'CONTINUATION',
  'MALFORMED_FUNCTION_CALL',
  'MALFORMED_RESPONSE',
  'MISSING_THOUGHT_SIGNATURE',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
]);

/** Takes over an answer, or one piece of a stream, which looks the same; answers with the text in it. */
export function readResponse(answer: ChatAnswer, response: GenerateContentResponse): string {
  const { promptFeedback: feedback, usageMetadata: counts, candidates } = response;
  if (counts) answer.used(usageOf(counts));
  if (feedback?.blockReason) {
    answer.addRefusal(feedback.blockReasonMessage ?? feedback.blockReason);
    answer.finishedBy('content_filter');
  }
  const [candidate] = candidates ?? [];
  const texts = (candidate?.content?.parts ?? []).map((part) => readPart(answer, part));
  if (candidate?.finishReason) readFinish(answer, candidate.finishReason, candidate.finishMessage);
  return texts.join('');
}

/** What the model thought on its way is not for the reader. */
function readPart(answer: ChatAnswer, { text, thought, functionCall, thoughtSignature }: Part): string {
  if (functionCall) {
    const { id, name, args } = functionCall;
    const signature = thoughtSignature && signedBy('google', thoughtSignature);
    answer.addToolCall({ id, name, input: args, signature });
  }
  if (text === undefined || thought) return '';
  answer.addText(text);
  return text;
}

function readFinish(answer: ChatAnswer, reason: string, message: string | undefined): void {
  const told = [reason, message].filter((part) => part).join(': ');
  if (BROKEN.has(reason)) throw new Error(`The model stopped by ${told}`);
  if (REFUSALS.has(reason)) answer.addRefusal(told);
  answer.finishedBy(reason === 'MAX_TOKENS' ? 'length' : reason);
}

function usageOf(counts: NonNullable<GenerateContentResponse['usageMetadata']>): AiUsage {
  return {
    input: counts.promptTokenCount ?? 0,
    cachedInput: counts.cachedContentTokenCount ?? 0,
    output: (counts.candidatesTokenCount ?? 0) + (counts.thoughtsTokenCount ?? 0),
  };
}

/** The vectors of one batch, and the tokens they took where that is told. */
export function vectorsOf({ embeddings = [], usageMetadata }: EmbedContentResponse, count: number) {
  const placed = embeddings.map(({ values }) => ({ embedding: values }));
  return { vectors: inOrder(placed, count), input: usageMetadata?.promptTokenCount ?? 0 };
}
