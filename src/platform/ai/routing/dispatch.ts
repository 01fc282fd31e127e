import { Injectable, Logger } from '@nestjs/common';
import type { AppError } from '#kernel/errors';
import { Settings } from '#platform/config/settings';
import { scopes } from '#platform/database/scope';
import * as errors from '../ai.errors.js';
import type { AiUsage } from '../ai-request.js';
import { AiFailure, type AiFailureKind } from '../providers/ai-failure.js';
import type { AiModel } from '../models/ai-model.js';
import type { AiProvider } from '../providers/ai-provider.js';
import { AiBudgets, type AiReservation } from '../usage/ai-budgets.js';
import { AiUsageLog } from '../usage/ai-usage-log.js';
import { type Asked, type AskedFor, Attempt, type Candidate } from './attempt.js';
import type { Pass } from './breaker.js';
import { Candidates } from './candidates.js';
import type { Deadline } from './deadline.js';
import { type Line, LineClosed, LineFull, Lines } from './lines.js';
import { pauseAfter } from './pause.js';

const TRIES = 3;
/** With somebody else to ask, nobody waits longer than this for a provider that asked us to. */
const LONGEST_WAIT_BEFORE_OTHERS_MS = 2_000;

/** In which a provider has begun to answer, or never will. */
const FAIR_MS = 10_000;

/** Why a candidate is not asked at all, nor waited for: the next one is. */
const NOT_BEGUN = [LineClosed, LineFull, errors.AiBudgetExceeded, errors.AiModelUnpriced];
const LEFT_TO_OTHERS: ReadonlySet<AiFailureKind> = new Set(['unavailable', 'limited', 'quota', 'timeout']);

/** What of a candidate decides who is told. */
type Judged = Pick<Candidate, 'keyOwner' | 'isWished'> & { readonly model: Pick<AiModel, 'name'> };

const KEY_TROUBLE: ReadonlySet<AiFailureKind> = new Set(['key-refused', 'scope-missing']);

export interface Dispatched<P extends Asked = AiProvider> {
  readonly asked: AskedFor;
  readonly candidates: readonly Candidate<P>[];
  readonly deadline: Deadline;
  /** Milliseconds within which one attempt has to be answered, and a stream may be silent; `AI_TIMEOUT_MS` when left out. */
  readonly timeoutMs?: number;
  /**
   * Milliseconds of silence that count against the provider when the time is over, 10,000 when left out, and never more than
   * the time-out: a shorter time is the caller's choice and no failure.
   */
  readonly fairMs?: number;
  /** How many times these two a candidate has; 1 when left out. */
  readonly slowness?: (candidate: Candidate<P>) => number;
  /** The call starts something that is paid for, so it is made again only when it was surely turned away. */
  readonly once?: boolean;
  /** What an attempt that was cut off counts as having used: as far as anybody can tell, it was begun. */
  readonly sent: AiUsage;
  /** What the call may cost at one candidate, in millionths of a dollar; null when the price is unknown. */
  readonly estimate: (candidate: Candidate<P>) => number | null;
}

type Work<T, P extends Asked> = (attempt: Attempt<P>) => Promise<T | Further<T, P>>;

/** What one call is asked for and what it counts as. */
type Step<T, P extends Asked> = Pick<Dispatched<P>, 'estimate' | 'sent'> & { readonly work: Work<T, P> };

/** A candidate has answered, and is asked for more: a call of its own, with its own place, money, tries and usage row. */
export class Further<T, P extends Asked = AiProvider> {
  constructor(readonly step: Step<T, P>) {}
}

/** Asks candidates in their order until one answers: retries, waits and moves on as DESIGN says, one usage row each. */
@Injectable()
export class Dispatch {
  private readonly logger = new Logger(Dispatch.name);

  constructor(
    private readonly lines: Lines,
    private readonly log: AiUsageLog,
    private readonly budgets: AiBudgets,
    private readonly candidates: Candidates,
    private readonly settings: Settings,
  ) {}

  /**
   * The first success of `work`, which ends its attempt itself when it succeeds; where it asks for more, that is what counts. Throws
   * an `ai/…` error when nobody answered, and whatever the caller's signal says when it ended.
   */
  async first<T, P extends Asked>(call: Dispatched<P>, work: Work<T, P>): Promise<T> {
    if (scopes.getStore()?.transaction) throw new Error('No model is asked inside a database transaction.');
    let last: AiFailure | AppError | undefined;
    for (const [at, candidate] of call.candidates.entries()) {
      const outcome = await this.ask(call, candidate, call.candidates.length - at, work);
      if (!(outcome instanceof Error)) return outcome.value;
      last = moreTelling(last, outcome);
    }
    throw last instanceof AiFailure ? toAppError(last, undefined) : (last ?? new errors.AiNotConfigured());
  }

  /** Asks one candidate as often as it is worth it. Answers the failure that leaves it to the others. */
  private async ask<T, P extends Asked>(
    call: Dispatched<P>,
    candidate: Candidate<P>,
    left: number,
    work: Work<T, P>,
  ): Promise<{ value: T } | AiFailure | AppError> {
    let step: Step<T, P> = { ...call, work };
    let failed: AiFailure | undefined;
    const line = this.lines.of(candidate.provider.id, candidate.key);
    for (let tries = 1; ; tries++) {
      try {
        const attempt = await this.begin({ ...call, ...step }, candidate, { line, left });
        const outcome = await this.make(attempt, step.work);
        if (!(outcome instanceof Further)) return { value: outcome };
        step = outcome.step;
        failed = undefined;
        tries = 0;
        await this.settled(call);
      } catch (error) {
        if (isNotBegun(error)) return moreTelling(failed, error);
        if (!(error instanceof AiFailure)) throw error;
        this.logger.warn(`${error.message} (${call.asked.feature}, ${candidate.model.name}, try ${tries})`);
        if (!isLeftToOthers(error, candidate)) throw toAppError(error, candidate);
        const again = tries < TRIES && (!call.once || error.kind === 'limited');
        const pause = again ? pauseAfter(error, tries, longestWait(left)) : null;
        if (pause === null || pause >= call.deadline.leftMs) return error;
        failed = error;
        await call.deadline.sleep(pause);
      }
    }
  }

  /** Waits until what was spent is written, so that it and nothing more stands against what comes next. */
  private settled({ deadline }: { deadline: Deadline }): Promise<void> {
    const written = this.log.flush().catch(() => undefined);
    return deadline.within(written, () => undefined);
  }

  /** Takes a place at the provider, sets money aside and notes whose key is used; an attempt has its share of the time left. */
  private async begin<P extends Asked>(
    { asked, deadline, estimate, ...call }: Dispatched<P>,
    candidate: Candidate<P>,
    { line, left }: { line: Line; left: number },
  ): Promise<Attempt<P>> {
    const pass = await this.turn(line, deadline, longestWait(left));
    let reservation: AiReservation | null = null;
    try {
      const { userId } = asked;
      if (userId !== null) {
        const held = this.budgets.reserve(userId, estimate(candidate), candidate);
        reservation = await deadline.within(held, (late) => late.settle(0));
      }
      const used = { provider: candidate.provider.id, keyOwner: candidate.keyOwner };
      await deadline.within(this.candidates.noteUse(userId, used), () => undefined);
    } catch (error) {
      reservation?.settle(0);
      line.left(null, pass);
      line.leaveQueue();
      throw error;
    }
    const slowness = call.slowness?.(candidate) ?? 1;
    const longest = (call.timeoutMs ?? this.settings.AI_TIMEOUT_MS) * slowness;
    const shareMs = left > 1 ? deadline.leftMs / left : Infinity;
    const timeoutMs = Math.min(longest, shareMs);
    const fairMs = Math.min(longest, (call.fairMs ?? FAIR_MS) * slowness);
    const bound = { deadline, timeoutMs, shareMs, fairMs, sent: call.sent };
    return new Attempt(candidate, asked, bound, { line, pass, log: this.log, reservation });
  }

  /** Waits for its turn in the line. A call that does not begin is no try. */
  private async turn(line: Line, deadline: Deadline, mostMs: number): Promise<Pass> {
    deadline.signal.throwIfAborted();
    const until = Date.now() + Math.min(mostMs, deadline.leftMs);
    let entered: Pass | number = line.queue(until - Date.now());
    try {
      do {
        if (entered > 0) await deadline.sleep(entered);
        entered = line.enter(until - Date.now());
      } while (typeof entered === 'number');
      return entered;
    } catch (error) {
      line.leaveQueue();
      throw error;
    }
  }

  private async make<T, P extends Asked>(attempt: Attempt<P>, work: Work<T, P>): Promise<T | Further<T, P>> {
    try {
      return await work(attempt);
    } catch (error) {
      throw attempt.fail(error);
    }
  }
}

/** How many milliseconds a candidate is waited for that may be followed by others. */
function longestWait(left: number): number {
  return left > 1 ? LONGEST_WAIT_BEFORE_OTHERS_MS : Infinity;
}

function isNotBegun(error: unknown): error is AiFailure | AppError {
  return NOT_BEGUN.some((kind) => error instanceof kind);
}

/** Which of two failures is told: that of a call that was sent before that of a spent budget, both before others; else the later. */
function moreTelling<E extends AiFailure | AppError>(earlier: E | undefined, later: E): E {
  return earlier && weightOf(earlier) > weightOf(later) ? earlier : later;
}

function weightOf(error: Error): number {
  if (!isNotBegun(error)) return 2;
  return error instanceof errors.AiBudgetExceeded ? 1 : 0;
}

/** A platform key or a default model that no longer works is the operator's trouble, not the caller's: others are asked. */
function isLeftToOthers({ kind }: AiFailure, { keyOwner, isWished }: Judged): boolean {
  if (KEY_TROUBLE.has(kind)) return keyOwner === 'platform';
  return LEFT_TO_OTHERS.has(kind) || (kind === 'model-missing' && !isWished);
}

/** What the caller is told: the provider's own words stay in the log. */
export function toAppError(failure: AiFailure, candidate: Judged | undefined): AppError {
  const { provider, kind } = failure;
  const after = (error: AppError): AppError =>
    error.because(failure).after((failure.retryAfterMs ?? 5_000) / 1000);
  switch (kind) {
    case 'limited':
      return after(new errors.AiLimited());
    case 'timeout':
      return after(new errors.AiTimedOut());
    case 'quota':
      return new errors.AiQuotaSpent(provider).because(failure);
    case 'key-refused':
    case 'scope-missing':
      if (candidate?.keyOwner === 'user') return new errors.AiKeyRefused(provider).because(failure);
      return after(new errors.AiUnavailable());
    case 'model-missing':
      if (candidate?.isWished) return new errors.AiModelUnknown(candidate.model.name).because(failure);
      return after(new errors.AiUnavailable());
    case 'rejected':
      return new errors.AiRejected(provider).because(failure);
    case 'too-long':
      return new errors.AiContextTooLong().because(failure);
    case 'refused':
      return new errors.AiRefused(provider).because(failure);
    case 'cut-short':
      return new errors.AiCutShort().because(failure);
    case 'unavailable':
      return after(new errors.AiUnavailable());
  }
}
