import { AiInvalidOutput } from '../ai.errors.js';
import type {
  AiAnswer,
  AiRequest,
  AiShapedAnswer,
  AiStreamEvent,
  AiUsage,
  AiVectors,
} from '../ai-request.js';
import { addUsage } from '../usage/add-usage.js';
import { checkToolCalls, type Prompt, providerRequest } from '../prompt/provider-request.js';
import { type AiShape, askForShape, readShaped, repairRound, schemaOf } from '../prompt/shaped-answer.js';
import { AiFailure } from '../providers/ai-failure.js';
import type { ProviderAnswer, ProviderEvent, ProviderRequest } from '../providers/ai-provider.js';
import type { Attempt } from './attempt.js';
import { toAppError } from './dispatch.js';

const NOTHING: AiUsage = { input: 0, cachedInput: 0, output: 0 };

/** Asks one candidate for the whole text. */
export async function askOnce(attempt: Attempt, request: AiRequest, prompt: Prompt): Promise<AiAnswer> {
  const answer = await textFrom(attempt, providerRequest(prompt, request, attempt.candidate.model));
  return finished(attempt, request, answer);
}

/** Asks one candidate for an answer in a form; when it does not fit, once more with what is wrong. */
export async function askShaped<T>(
  attempt: Attempt,
  request: AiRequest,
  { prompt, shape }: { prompt: Prompt; shape: AiShape<T> },
): Promise<AiShapedAnswer<T>> {
  const asked = shapedRequest(attempt, request, { prompt, shape });
  const first = await textFrom(attempt, asked);
  const read = readShaped(shape, first.text);
  if ('value' in read) return { ...finished(attempt, request, first), value: read.value };
  const messages = [...asked.messages, ...repairRound(first.text, read.problem)];
  attempt.used(first.usage);
  const second = await textFrom(attempt, { ...asked, messages });
  const repaired = readShaped(shape, second.text);
  if ('value' in repaired) {
    const answer = finished(attempt, request, second);
    return { ...answer, usage: addUsage(first.usage, second.usage), value: repaired.value };
  }
  attempt.end('invalid-output', second.usage);
  throw new AiInvalidOutput().because(repaired.problem);
}

export interface OpenStream {
  readonly attempt: Attempt;
  readonly events: AsyncIterator<ProviderEvent>;
  readonly first: ProviderEvent;
}

/** Opens a stream and waits for its first piece: until then somebody else can still be asked. */
export async function openStream(attempt: Attempt, request: AiRequest, prompt: Prompt): Promise<OpenStream> {
  const { provider, model, key } = attempt.candidate;
  const { signal, heard } = attempt;
  const asked = providerRequest(prompt, request, model);
  const events = provider.stream(asked, { key, signal, heard })[Symbol.asyncIterator]();
  return { attempt, events, first: await nextOf(attempt, events) };
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
    output: Math.ceil(written / 4),
  });
  // Whoever reads may have stopped reading: the end is noted when it comes, not when they go on.
  const over = (): unknown => attempt.fail(attempt.signal.reason, soFar());
  attempt.signal.addEventListener('abort', over, { once: true });
  try {
    for (let event = first; ; event = await nextOf(attempt, events)) {
      if (event.kind === 'end') {
        yield { kind: 'end', answer: finished(attempt, request, event.answer) };
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
    attempt.end('cancelled', soFar());
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
  const { signal, heard } = attempt;
  const { vectors, usage } = await attempt.hear(provider.embed(wanted, { key, signal, heard }));
  return { vectors, provider: provider.id, model: model.name, costMicros: attempt.end('ok', usage) };
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

function textFrom(attempt: Attempt, asked: ProviderRequest): Promise<ProviderAnswer> {
  const { provider, key } = attempt.candidate;
  return attempt.hear(provider.text(asked, { key, signal: attempt.signal }));
}

/** A model without a mode for forms is told the form in words. */
function shapedRequest<T>(
  attempt: Attempt,
  request: AiRequest,
  { prompt, shape }: { prompt: Prompt; shape: AiShape<T> },
): ProviderRequest {
  const { model } = attempt.candidate;
  if (model.capabilities.structured) return providerRequest(prompt, request, model, schemaOf(shape));
  const instructions = [prompt.instructions, askForShape(shape)].filter((text) => text !== '').join('\n\n');
  return providerRequest({ ...prompt, instructions }, request, model);
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
