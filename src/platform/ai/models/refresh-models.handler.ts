import { Inject, Injectable, Logger } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { AiFailure } from '../providers/ai-failure.js';
import { AI_PROVIDER_LIST, type AiProvider } from '../providers/ai-provider.js';
import { ModelCatalogue, withoutRelease } from './model-catalogue.js';
import { type RefreshModels, RefreshModelsJob } from './model.jobs.js';
import { type ModelCheck, ModelRepository } from './model.repository.js';

const ANSWER_WITHIN_MS = 30_000;

/** Asks each provider for which the platform has a key what models it has. What is new is told, never added. */
@Injectable()
@Handles(RefreshModelsJob)
export class RefreshModelsHandler implements JobHandler<RefreshModels> {
  private readonly logger = new Logger('AI models');

  constructor(
    @Inject(AI_PROVIDER_LIST) private readonly providers: readonly AiProvider[],
    private readonly settings: Settings,
    private readonly catalogue: ModelCatalogue,
    private readonly repository: ModelRepository,
  ) {}

  async handle(_: RefreshModels, { signal }: Pick<JobRun, 'signal'>): Promise<void> {
    for (const provider of this.providers) {
      const key = this.settings.aiKey(provider.id);
      if (key !== undefined) await this.repository.keepCheck(await this.check(provider, key, signal));
    }
    await this.catalogue.refresh();
  }

  private async check(provider: AiProvider, key: string, stop: AbortSignal): Promise<ModelCheck> {
    const signal = AbortSignal.any([stop, AbortSignal.timeout(ANSWER_WITHIN_MS)]);
    try {
      const ids = await provider.models({ key, signal });
      // A provider with nothing at all has not understood us: nothing is learned from that.
      return ids.length === 0 ? unanswered(provider, 'no models named') : this.compared(provider, ids);
    } catch (error) {
      stop.throwIfAborted();
      const failure = error instanceof AiFailure ? error.kind : 'timeout';
      this.logger.warn(`${provider.id} could not be asked for its models: ${failure}`);
      return unanswered(provider, failure);
    }
  }

  private compared({ id: provider }: AiProvider, ids: readonly string[]): ModelCheck {
    const own = this.catalogue.all().filter((model) => model.provider === provider);
    const present = new Set(ids.flatMap((id) => [id, withoutRelease(id)]));
    return {
      provider,
      available: own.filter(({ apiId }) => present.has(apiId)).map(({ name }) => name),
      missing: own.filter(({ apiId }) => !present.has(apiId)).map(({ name }) => name),
      proposed: ids.filter((id) => !this.catalogue.known(id)).toSorted(),
      failure: null,
    };
  }
}

function unanswered({ id: provider }: AiProvider, failure: string): ModelCheck {
  return { provider, available: [], missing: [], proposed: [], failure };
}
