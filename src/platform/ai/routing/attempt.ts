import { AiTimedOut } from '../ai.errors.js';
import type { AiModel } from '../models/ai-model.js';
import type { AiProviderId, AiUsage } from '../ai-request.js';
import { AiFailure } from '../providers/ai-failure.js';
import type { AiProvider } from '../providers/ai-provider.js';
import type { AiReservation } from '../usage/ai-budgets.js';
import type { AiCharge } from '../usage/ai-charge.js';
import type { AiUsageLog } from '../usage/ai-usage-log.js';
import { costOf } from '../usage/cost.js';
import { roughTokens } from '../usage/tokens.js';
import { type AttemptLimits, AttemptTime } from './attempt-time.js';
import type { Pass } from './breaker.js';
import type { Deadline } from './deadline.js';
import type { Line } from './lines.js';

/** Whoever is asked: language models here, other kinds in other rooms. */
export interface Asked {
  readonly id: AiProviderId;
}

/** One model at one provider with one key: somebody who may be asked. */
export interface Candidate<P extends Asked = AiProvider> {
  readonly provider: P;
  readonly model: AiModel;
  readonly key: string;
  readonly keyOwner: 'user' | 'platform';
  /** The caller has named the model. */
  readonly isWished: boolean;
}

/** What is known of the request in its usage row. */
export interface AskedFor {
  readonly userId: string | null;
  readonly feature: string;
  readonly runId?: string;
  readonly promptVersion?: string;
}

/** `late`: the request's deadline came. */
type Ending = 'ok' | 'cancelled' | 'late' | 'invalid-output' | AiFailure;
const NOTHING: AiUsage = { input: 0, cachedInput: 0, output: 0 };

interface Bound extends AttemptLimits {
  readonly deadline: Deadline;
  /** A provider that has given nothing for so many milliseconds is in trouble; before, it was given too little time. */
  readonly fairMs: number;
  readonly sent: AiUsage;
}

/** One call of one candidate, from its start to the usage row that tells how it ended. */
export class Attempt<P extends Asked = AiProvider> {
  readonly signal: AbortSignal;
  private readonly startedAt = performance.now();
  private readonly at = new Date();
  private readonly time: AttemptTime;
  private firstTokenMs: number | null = null;
  private open = true;
  private charged: AiCharge | null = null;
  /** What the provider has counted so far. */
  private known: AiUsage | undefined;

  constructor(
    readonly candidate: Candidate<P>,
    private readonly asked: AskedFor,
    private readonly bound: Bound,
    private readonly told: { line: Line; pass: Pass; log: AiUsageLog; reservation: AiReservation | null },
  ) {
    this.time = new AttemptTime(bound.deadline.signal, candidate.provider.id, bound);
    this.signal = this.time.signal;
  }

  /** The owner's budget of the day is nearly used up. */
  get budgetWarning(): boolean {
    return this.told.reservation?.warning ?? false;
  }

  /** What it was charged when it ended; null before. */
  get charge(): AiCharge | null {
    return this.charged;
  }

  /** Keeps what the provider counts on the way: it counts, however the attempt ends. */
  readonly counted = (usage: AiUsage): void => {
    this.known = usage;
  };

  /** What the provider has counted; of what it has not told, about what was sent and how many characters came of it. */
  completed(told: AiUsage, characters: number): AiUsage {
    return {
      ...told,
      input: told.input || this.bound.sent.input,
      output: told.output || roughTokens(characters),
    };
  }

  /** Something has arrived of what is waited for: the time-out begins anew. */
  readonly heard = (): void => this.time.alive();

  /** Waits for one answer of the provider, within the time-out. */
  async hear<T>(answer: Promise<T>): Promise<T> {
    this.time.wait();
    try {
      const heard = await answer;
      this.time.came();
      return heard;
    } finally {
      this.time.pause();
    }
  }

  /** Waits for the next piece of a stream; the first one tells the time to first token. */
  async hearPiece<T>(piece: Promise<T>): Promise<T> {
    const heard = await this.hear(piece);
    if (this.firstTokenMs !== null) return heard;
    this.firstTokenMs = performance.now() - this.startedAt;
    this.told.line.proved();
    this.time.isOnlyOne();
    return heard;
  }

  /** Ends it, once. `usage` is what the provider counted, or an estimate. Answers what it costs. */
  end(ending: Ending, usage: AiUsage): number | null {
    const costMicros = costOf(this.candidate.model, usage);
    if (!this.open) return costMicros;
    this.open = false;
    this.time.done();
    this.told.line.left(this.verdictOf(ending), this.told.pass);
    const counted = this.told.reservation?.settle(costMicros) ?? null;
    const usageId = this.told.log.note({
      userId: this.asked.userId,
      feature: this.asked.feature,
      provider: this.candidate.provider.id,
      model: this.candidate.model.name,
      keyOwner: this.candidate.keyOwner,
      outcome: ending instanceof AiFailure ? ending.kind : ending === 'late' ? 'timeout' : ending,
      usage,
      costMicros,
      latencyMs: Math.round(performance.now() - this.startedAt),
      firstTokenMs: this.firstTokenMs === null ? null : Math.round(this.firstTokenMs),
      runId: this.asked.runId ?? null,
      promptVersion: this.asked.promptVersion ?? null,
      at: this.at,
    });
    this.charged = { usageId, counted };
    return costMicros;
  }

  /**
   * Ends it for an error and answers what to throw: an `AiFailure`, or why the request is over. What the provider counted
   * counts, and at least what has come `soFar`, or what had been sent, when it may have been taken.
   */
  fail(error: unknown, soFar?: AiUsage): unknown {
    const { deadline, sent } = this.bound;
    const told = this.signal.aborted ? (this.signal.reason as unknown) : error;
    const over = deadline.signal.aborted;
    const isLate = over && deadline.signal.reason instanceof AiTimedOut;
    const failure = told instanceof AiFailure ? told : undefined;
    const ending = isLate ? 'late' : (failure ?? 'cancelled');
    const estimate = soFar ?? (failure?.mayBeTaken === false ? NOTHING : sent);
    this.end(ending, atLeast(estimate, failure?.usage ?? this.known));
    return over ? deadline.signal.reason : told;
  }

  /** Ends it because whoever reads has left. */
  leave(soFar: AiUsage): void {
    this.end('cancelled', atLeast(soFar, this.known));
  }

  /** What its end tells of the provider; null when it tells nothing, as when the time was too short for any provider. */
  private verdictOf(ending: Ending): 'ok' | AiFailure | null {
    if (ending === 'cancelled') return null;
    if (ending === 'ok' || ending === 'invalid-output') return 'ok';
    const { fairMs, timeoutMs } = this.bound;
    if (ending !== 'late') return ending.kind === 'timeout' && timeoutMs < fairMs ? null : ending;
    const { silentMs } = this.time;
    if (silentMs < fairMs) return null;
    return new AiFailure(
      this.candidate.provider.id,
      'timeout',
      `nothing came for ${Math.round(silentMs)} ms`,
    );
  }
}

/** An answer that broke off may have been counted in part, or not yet. */
function atLeast(estimate: AiUsage, counted: AiUsage | undefined): AiUsage {
  if (!counted) return estimate;
  const input = counted.input || estimate.input;
  return { ...estimate, ...counted, input, output: Math.max(counted.output, estimate.output) };
}
