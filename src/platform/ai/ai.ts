import { Injectable } from '@nestjs/common';
import { AiContextTooLong, AiNotConfigured } from './ai.errors.js';
import type { AiAnswer, AiRequest, AiShapedAnswer, AiStreamEvent, AiVectors } from './ai-request.js';
import { type Prompt, promptOf } from './prompt/provider-request.js';
import { type AiShape, type AskedShape, schemaOf } from './prompt/shaped-answer.js';
import {
  askOnce,
  askShaped,
  costsOf,
  embedOnce,
  offlineAnswer,
  openStream,
  restOf,
} from './routing/asking.js';
import { slownessOf } from './routing/answer-time.js';
import type { Candidate } from './routing/attempt.js';
import { Candidates } from './routing/candidates.js';
import { Deadline } from './routing/deadline.js';
import { Dispatch, type Dispatched } from './routing/dispatch.js';
import { mostCostOf } from './usage/cost.js';
import { mostTokens, roughTokensOf, surelyExceeds } from './usage/tokens.js';

const DEADLINE_MS = 60_000;
/** A long answer may take long, as long as something of it comes. */
const LONGEST_DEADLINE_MS = 600_000;
/** They take a fraction of a second, and those who search do not wait long. */
const FAIR_FOR_VECTORS_MS = 3_000;

/**
 * The only door to language models. It knows nothing of marketing. Whoever is asked and however often, the caller gets
 * one answer or one `ai/…` error within the deadline, and each attempt leaves one usage row.
 */
@Injectable()
export class Ai {
  constructor(
    private readonly candidates: Candidates,
    private readonly dispatch: Dispatch,
  ) {}

  /** Asks for text. */
  async text(request: AiRequest): Promise<AiAnswer> {
    return this.within(request, async (call, prompt) =>
      this.dispatch.first(call, (attempt) => askOnce(attempt, request, prompt)),
    );
  }

  /**
   * Asks for text, piece by piece. Others are asked only before the first delta; afterwards a failure ends the stream
   * with its `ai/…` error. A model that thinks for long is waited for as long as anything arrives of it. Leaving the loop
   * early closes the connection to the provider.
   */
  async *stream(request: AiRequest): AsyncGenerator<AiStreamEvent, void> {
    const call = await this.prepare({ deadlineMs: LONGEST_DEADLINE_MS, ...request }, { isStream: true });
    if ('answer' in call) {
      yield { kind: 'delta', text: call.answer.text };
      yield { kind: 'end', answer: call.answer };
      return;
    }
    try {
      const open = await this.dispatch.first(call.dispatched, (attempt) =>
        openStream(attempt, request, call.prompt),
      );
      yield* restOf(open, request, call.prompt);
    } finally {
      call.dispatched.deadline.done();
    }
  }

  /**
   * Asks for an answer in a form. A model that has no mode for it is told in words; an answer that does not fit is sent
   * back once, then it is `ai/invalid-output`; one that was cut at its limit is `ai/cut-short`. `offline` gives the value
   * while nothing is configured.
   */
  async answer<T>(
    request: Omit<AiRequest, 'offline' | 'tools'> & { readonly offline?: () => T },
    shape: AiShape<T>,
  ): Promise<AiShapedAnswer<T>> {
    const { offline, ...asked } = request;
    const written = offline && { offline: () => JSON.stringify(offline()) };
    const ask = async (call: Dispatched, prompt: Prompt): Promise<AiShapedAnswer<T>> =>
      this.dispatch.first(call, (attempt) => askShaped(attempt, asked, { prompt, shape }));
    return this.within({ ...asked, ...written }, ask, schemaOf(shape)).then((answer) =>
      'value' in answer ? answer : { ...answer, value: shape.type.parse(JSON.parse(answer.text)) },
    );
  }

  /**
   * Turns texts into vectors, one per text, however many; `ai/context-too-long` when one of them is surely more than the
   * model reads. Vectors of two models cannot be compared, so nobody else is asked: name the
   * model that made those you compare with.
   */
  async embed(
    request: Pick<
      AiRequest,
      'userId' | 'feature' | 'provider' | 'model' | 'deadlineMs' | 'signal' | 'runId'
    > & {
      readonly texts: readonly string[];
      readonly dimensions?: number;
    },
  ): Promise<AiVectors> {
    const needs = { vision: false, tools: false };
    const pinned = request.model !== undefined || request.provider !== undefined;
    const [candidate] = await this.candidates.of({ ...request, pinned, kind: 'embedding', needs });
    if (!candidate) throw new AiNotConfigured();
    const { contextTokens } = candidate.model;
    if (request.texts.some((text) => surelyExceeds(text, contextTokens))) throw new AiContextTooLong();
    const deadline = new Deadline(request.deadlineMs ?? DEADLINE_MS, request.signal);
    const most = request.texts.reduce((sum, text) => sum + mostTokens(text), 0);
    const sent = { input: roughTokensOf(request.texts), cachedInput: 0, output: 0 };
    const estimate = (): number | null => mostCostOf(candidate.model, most, 0);
    try {
      return await this.dispatch.first(
        { asked: request, candidates: [candidate], deadline, estimate, sent, fairMs: FAIR_FOR_VECTORS_MS },
        (attempt) => embedOnce(attempt, request),
      );
    } finally {
      deadline.done();
    }
  }

  private async within<T>(
    request: AiRequest,
    ask: (call: Dispatched, prompt: Prompt) => Promise<T>,
    shape?: AskedShape,
  ): Promise<T | AiAnswer> {
    const call = await this.prepare(request, { shape });
    if ('answer' in call) return call.answer;
    try {
      return await ask(call.dispatched, call.prompt);
    } finally {
      call.dispatched.deadline.done();
    }
  }

  /** Who is asked and what; or the offline answer, when nothing is configured and the caller has one. */
  private async prepare(
    request: AiRequest,
    { shape, isStream = false }: { shape?: AskedShape | undefined; isStream?: boolean },
  ): Promise<{ dispatched: Dispatched; prompt: Prompt } | { answer: AiAnswer }> {
    const prompt = promptOf(request, shape);
    const candidates = await this.candidates.of({ ...request, kind: 'text', needs: prompt.needs });
    if (candidates.length === 0) {
      if (!request.offline) throw new AiNotConfigured();
      return { answer: offlineAnswer(request.offline()) };
    }
    const roomy = candidates.filter(({ model }) => prompt.inputTokens <= (model.contextTokens ?? Infinity));
    if (roomy.length === 0) throw new AiContextTooLong();
    const whole = slownessOf(request);
    const usualMs = Math.min(DEADLINE_MS * whole, LONGEST_DEADLINE_MS);
    const deadline = new Deadline(request.deadlineMs ?? usualMs, request.signal);
    const slowness = ({ model }: Candidate): number => (isStream && model.capabilities.streaming ? 1 : whole);
    const costs = costsOf(prompt, request);
    return { prompt, dispatched: { asked: request, candidates: roomy, deadline, slowness, ...costs } };
  }
}
