import { Inject, Injectable } from '@nestjs/common';
import { KeyTester, type KeyVerdict } from '#platform/secrets/testing/key-tester';
import { AiBudgetExceeded, AiModelUnpriced } from '../ai.errors.js';
import type { AiProviderId, AiUsage } from '../ai-request.js';
import type { AiModel } from '../models/ai-model.js';
import { ModelCatalogue } from '../models/model-catalogue.js';
import { AiFailure, type AiFailureKind } from '../providers/ai-failure.js';
import { AI_PROVIDER_LIST, type AiProvider, type ProviderRequest } from '../providers/ai-provider.js';
import type { AiAttempt, AiKeyOwner } from '../usage/ai-attempt.js';
import { AiBudgets, type AiReservation } from '../usage/ai-budgets.js';
import { AiUsageLog } from '../usage/ai-usage-log.js';
import { costOf } from '../usage/cost.js';

export interface KeyReport {
  readonly verdict: KeyVerdict;
  /** The ids of the models the key may use; null when it could not list them. */
  readonly models: readonly string[] | null;
}

/** A key that is tried, and for whom. */
interface KeyTrial {
  readonly provider: AiProviderId;
  readonly key: string;
  readonly keyOwner: AiKeyOwner;
  readonly userId: string;
}

const PROVIDER_OF = {
  openai_api_key: 'openai',
  anthropic_api_key: 'anthropic',
  gemini_api_key_encrypted: 'google',
  mistral_api_key: 'mistral',
} as const satisfies Record<string, AiProviderId>;
type AiService = keyof typeof PROVIDER_OF;

const VERDICTS: Partial<Record<AiFailureKind, KeyVerdict>> = {
  'key-refused': 'invalid_key',
  'scope-missing': 'no_scope',
  quota: 'no_quota',
  limited: 'limited',
  // It was charged for its thoughts before the first word.
  'cut-short': 'ok',
};
/** What is wrong with the question or its model tells nothing of the key. */
const NOT_OF_THE_KEY: ReadonlySet<AiFailureKind> = new Set([
  'model-missing',
  'rejected',
  'too-long',
  'refused',
]);

/** One token is the least that every company lets an answer have. */
const QUESTION = {
  instructions: '',
  messages: [{ role: 'user', parts: [{ kind: 'text', text: 'Hi' }] }],
  tools: [],
  maxTokens: 1,
} as const satisfies Omit<ProviderRequest, 'model'>;
/** About what the question is counted as; only the company knows exactly. */
const SENT: AiUsage = { input: 10, cachedInput: 0, output: 0 };
const NOTHING: AiUsage = { input: 0, cachedInput: 0, output: 0 };

/**
 * Tries a key with what it is for: its models are listed, then the default one is asked for a single token, for an account
 * without money lists them as well. That costs some ten tokens, which are noted as `keys.test` and held against the budget of
 * whoever asks. Where the budget does not reach for it, listing has the last word.
 */
@Injectable()
export class KeyProbe extends KeyTester {
  readonly services = Object.keys(PROVIDER_OF) as AiService[];

  constructor(
    @Inject(AI_PROVIDER_LIST) private readonly providers: readonly AiProvider[],
    private readonly catalogue: ModelCatalogue,
    private readonly budgets: AiBudgets,
    private readonly log: AiUsageLog,
  ) {
    super();
  }

  async test(service: AiService, key: string, signal: AbortSignal, userId: string): Promise<KeyVerdict> {
    const trial = { provider: PROVIDER_OF[service], key, keyOwner: 'user', userId } as const;
    return (await this.probe(trial, signal)).verdict;
  }

  async probe(trial: KeyTrial, signal: AbortSignal): Promise<KeyReport> {
    const provider = this.providers.find(({ id }) => id === trial.provider);
    if (!provider) return { verdict: 'unreachable', models: null };
    const listed = await list(provider, { key: trial.key, signal });
    // A key may have been made for answers alone.
    if (listed.verdict !== 'ok' && listed.verdict !== 'no_scope') return listed;
    return { ...listed, verdict: (await this.ask(provider, trial, signal)) ?? listed.verdict };
  }

  /** Undefined when it tells nothing of the key. */
  private async ask(
    provider: AiProvider,
    trial: KeyTrial,
    signal: AbortSignal,
  ): Promise<KeyVerdict | undefined> {
    const model = this.catalogue.defaultOf(provider.id);
    const reservation = model && (await this.reserve(trial, model));
    if (!model || !reservation) return undefined;
    const at = new Date();
    const end = (outcome: AiAttempt['outcome'], usage: AiUsage): void => {
      const costMicros = costOf(model, usage);
      reservation.settle(costMicros);
      this.note(trial, { model: model.name, outcome, usage, costMicros, at });
    };
    try {
      const { usage } = await provider.text({ ...QUESTION, model: model.apiId }, { key: trial.key, signal });
      end('ok', usage);
      return 'ok';
    } catch (error) {
      const failure = error instanceof AiFailure ? error : undefined;
      const verdict = verdictOf(error);
      end(
        verdict === 'ok' ? 'ok' : (failure?.kind ?? 'timeout'),
        failure ? (failure.usage ?? NOTHING) : SENT,
      );
      return failure && NOT_OF_THE_KEY.has(failure.kind) ? undefined : verdict;
    }
  }

  /** Undefined when the budget of the day does not reach for the question. */
  private async reserve({ userId, keyOwner }: KeyTrial, model: AiModel): Promise<AiReservation | undefined> {
    try {
      const estimate = costOf(model, { ...SENT, output: QUESTION.maxTokens });
      return await this.budgets.reserve(userId, estimate, { model, keyOwner });
    } catch (error) {
      if (error instanceof AiBudgetExceeded || error instanceof AiModelUnpriced) return undefined;
      throw error;
    }
  }

  private note(
    { userId, provider, keyOwner }: KeyTrial,
    told: Pick<AiAttempt, 'model' | 'outcome' | 'usage' | 'costMicros' | 'at'>,
  ): void {
    this.log.note({
      userId,
      feature: 'keys.test',
      provider,
      keyOwner,
      ...told,
      latencyMs: Date.now() - told.at.getTime(),
      firstTokenMs: null,
      runId: null,
      promptVersion: null,
    });
  }
}

async function list(provider: AiProvider, call: { key: string; signal: AbortSignal }): Promise<KeyReport> {
  try {
    return { verdict: 'ok', models: await provider.models(call) };
  } catch (error) {
    return { verdict: verdictOf(error), models: null };
  }
}

function verdictOf(error: unknown): KeyVerdict {
  return (error instanceof AiFailure && VERDICTS[error.kind]) || 'unreachable';
}
