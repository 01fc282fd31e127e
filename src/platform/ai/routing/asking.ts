import { AiCutShort, AiInvalidOutput } from '../ai.errors.js';
import type {
  AiAnswer,
  AiRequest,
  AiShapedAnswer,
  AiStreamEvent,
  AiUsage,
  AiVectors,
} from '../ai-request.js';
import {
  checkToolCalls,
  continued,
  mostOutputTokens,
  type Prompt,
  providerRequest,
} from '../prompt/provider-request.js';
import { type AiShape, readShaped, repairRound } from '../prompt/shaped-answer.js';
import { AiFailure } from '../providers/ai-failure.js';
import type { ProviderAnswer, ProviderEvent, ProviderRequest } from '../providers/ai-provider.js';
import { addUsage } from '../usage/add-usage.js';
import { mostCostOf } from '../usage/cost.js';
import { roughTokens } from '../usage/tokens.js';
import type { Attempt } from './attempt.js';
import { type Dispatched, Further, toAppError } from './dispatch.js';

const NOTHING: AiUsage = { input: 0, cachedInput: 0, output: 0 };

/** Asks one candidate for the whole text. */
export async function askOnce(attempt: Attempt, request: AiRequest, prompt: Prompt): Promise<AiAnswer> {
  const answer = await textFrom(attempt, providerRequest(prompt, request, attempt.candidate.model));
  return finished(attempt, request, answer);
}

interface Shaping<T> {
  readonly prompt: Prompt;
  readonly shape: AiShape<T>;
}

/** Asks one candidate for an answer in a form; when it does not fit, once more with what is wrong. */
export async function askShaped<T>(
  attempt: Attempt,
  request: AiRequest,
  { prompt, shape }: Shaping<T>,
): Promise<AiShapedAnswer<T> | Further<AiShapedAnswer<T>>> {
  const first = await shapedFrom(attempt, request, { prompt, shape });
  if ('answer' in first) return first.answer;
  // At the same limit it would be cut again.
  if (first.finish === 'length') throw new AiCutShort().because(first.problem);
  const longer = continued(prompt, repairRound(first.text, first.problem));
  return new Further({
    ...costsOf(longer, request),
    work: async (again) => {
      const second = await shapedFrom(again, request, { prompt: longer, shape });
      if (!('answer' in second)) throw new AiInvalidOutput().because(second.problem);
      return together(first, second.answer);
    },
  });
}

/** Asks once: what fits, or what is wrong with it, which ends the attempt too. */
async function shapedFrom<T>(attempt: Attempt, request: AiRequest, { prompt, shape }: Shaping<T>) {
  const said = await textFrom(attempt, providerRequest(prompt, request, attempt.candidate.model));
  const read = readShaped(shape, said.text);
  if ('value' in read) return { answer: { ...finished(attempt, request, said), value: read.value } };
  const { text, usage, finish } = said;
  return { ...read, text, usage, finish, costMicros: attempt.end('invalid-output', usage) };
}

/** The answer, with what was used and paid before it. */
function together<T extends Pick<AiAnswer, 'usage' | 'costMicros'>>(
  before: Pick<AiAnswer, 'usage' | 'costMicros'>,
  answer: T,
): T {
  const isPriced = before.costMicros !== null && answer.costMicros !== null;
  const costMicros = isPriced ? before.costMicros + answer.costMicros : null;
  return { ...answer, usage: addUsage(before.usage, answer.usage), costMicros };
}

/** What a question counts as when nobody counts it, and the most that may be counted for it and its answer. */
export function costsOf(prompt: Prompt, request: AiRequest): Pick<Dispatched, 'sent' | 'estimate'> {
  const { inputTokens: input, mostInputTokens: most } = prompt;
  return {
    sent: { input, cachedInput: 0, output: 0 },
    estimate: ({ model }) => mostCostOf(model, most, mostOutputTokens(request, model)),
  };
}

export interface OpenStream {
  readonly attempt: Attempt;
  readonly events: AsyncIterator<ProviderEvent>;
  readonly first: ProviderEvent;
}

/** Opens a stream and waits for its first piece: until then somebody else can still be asked. */
export async function openStream(attempt: Attempt, request: AiRequest, prompt: Prompt): Promise<OpenStream> {
  const { provider, model, key } = attempt.candidate;
  const { signal, counted, heard } = attempt;
  const asked = providerRequest(prompt, request, model);
  const call = { key, signal, counted, heard };
  const stream = model.capabilities.streaming
    ? provider.stream(asked, call)
    : atOnce(provider.text(asked, call));
  const events = stream[Symbol.asyncIterator]();
  return { attempt, events, first: await nextOf(attempt, events) };
}

/** The stream of a model that does not answer piece by piece. */
async function* atOnce(answer: Promise<ProviderAnswer>): AsyncGenerator<ProviderEvent> {
  const whole = await answer;
  if (whole.text !== '') yield { kind: 'delta', text: whole.text };
  yield { kind: 'end', answer: whole };
}

/** The rest of an open stream. A failure from here on ends it; leaving it closes the connection. */
export async function* restOf(
  { attempt, events, first }: OpenStream,
  request: AiRequest,
  prompt: Prompt,
): AsyncGenerator<AiStreamEvent, void> {
  let written = 0;
  const soFar = (): AiUsage => ({
    input: prompt.inputTokens,
    cachedInput: 0,
    output: roughTokens(written),
  });
  // Whoever reads may have stopped reading: the end is noted when it comes, not when they go on.
  const over = (): unknown => attempt.fail(attempt.signal.reason, soFar());
  attempt.signal.addEventListener('abort', over, { once: true });
  try {
    for (let event = first; ; event = await nextOf(attempt, events)) {
      if (event.kind === 'end') {
        const answer = completed(attempt, event.answer);
        yield { kind: 'end', answer: finished(attempt, request, answer) };
        return;
      }
      written += event.text.length;
      yield event;
    }
  } catch (error) {
    const told = attempt.fail(error, soFar());
    throw told instanceof AiFailure ? toAppError(told, attempt.candidate) : told;
  } finally {
    attempt.signal.removeEventListener('abort', over);
    attempt.leave(soFar());
    await events.return?.();
  }
}

/** Asks one candidate for vectors. */
export async function embedOnce(
  attempt: Attempt,
  { texts, dimensions }: { readonly texts: readonly string[]; readonly dimensions?: number },
): Promise<AiVectors> {
  const { provider, model, key } = attempt.candidate;
  if (!provider.embed) throw new AiFailure(provider.id, 'rejected', 'it has no embeddings');
  const wanted = { model: model.apiId, texts, ...(dimensions !== undefined && { dimensions }) };
  const { signal, counted, heard } = attempt;
  const { vectors, usage } = await attempt.hear(provider.embed(wanted, { key, signal, counted, heard }));
  const costMicros = attempt.end('ok', attempt.completed(usage, 0));
  return { vectors, provider: provider.id, model: model.name, costMicros };
}

/** What is answered while no provider has a key: never pretends to come from a model. */
export function offlineAnswer(text: string): AiAnswer {
  const answer = { text, toolCalls: [], finish: 'stop', ai: false } as const;
  return {
    ...answer,
    provider: 'offline',
    model: 'offline',
    usage: NOTHING,
    costMicros: 0,
    budgetWarning: false,
  };
}

async function textFrom(attempt: Attempt, asked: ProviderRequest): Promise<ProviderAnswer> {
  const { provider, key } = attempt.candidate;
  const { signal, counted } = attempt;
  return completed(attempt, await attempt.hear(provider.text(asked, { key, signal, counted })));
}

/** An answer with what it has used, as it was counted or about. */
function completed(attempt: Attempt, answer: ProviderAnswer): ProviderAnswer {
  const { text, toolCalls, usage } = answer;
  if (usage.input > 0 && usage.output > 0) return answer;
  const characters = text.length + (toolCalls.length > 0 ? JSON.stringify(toolCalls).length : 0);
  return { ...answer, usage: attempt.completed(usage, characters) };
}

async function nextOf(attempt: Attempt, events: AsyncIterator<ProviderEvent>): Promise<ProviderEvent> {
  const { done, value } = await attempt.hearPiece(events.next());
  if (!done) return value;
  throw new AiFailure(attempt.candidate.provider.id, 'unavailable', 'the stream stopped without its end');
}

function finished(attempt: Attempt, request: AiRequest, answer: ProviderAnswer): AiAnswer {
  const { provider, model } = attempt.candidate;
  const costMicros = attempt.end('ok', answer.usage);
  const toolCalls = checkToolCalls(answer.toolCalls, request.tools);
  const { text, finish, usage } = answer;
  return {
    text,
    toolCalls,
    finish,
    ai: true,
    provider: provider.id,
    model: model.name,
    usage,
    costMicros,
    budgetWarning: attempt.budgetWarning,
  };
}
