import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import {
  AiDefaultRetired,
  AiDefaultSwitchedOff,
  AiModelElsewhere,
  AiModelNotFound,
  AiModelUnfit,
} from '../ai.errors.js';
import { utcDay } from '../usage/usage-days.js';
import type { AiModel, AiTokenPrice } from './ai-model.js';
import { ModelCatalogue } from './model-catalogue.js';
import { isRetired, problemsIn } from './model-change.js';
import type { Model, ModelQuery, ModelUpdate } from './model.dto.js';
import { isOf, isOwnName, overrideAsChange } from './model-override.js';
import type { ModelOverride } from './model-override.dto.js';
import { ModelRepository } from './model.repository.js';

/** The catalogue as people see it, and what administrators change about it. */
@Injectable()
export class ModelService {
  constructor(
    private readonly catalogue: ModelCatalogue,
    private readonly repository: ModelRepository,
  ) {}

  list({ provider, kind }: ModelQuery): Model[] {
    return this.catalogue
      .all()
      .filter((model) => provider === undefined || model.provider === provider)
      .filter((model) => kind === undefined || model.kind === kind)
      .map(toModel);
  }

  /** Sets everything that differs about the model, or adds it; what is not said is as the catalogue has it. */
  async override(adminId: string, name: string, said: ModelOverride): Promise<Model> {
    await this.catalogue.refresh();
    const override = this.placed(name, said);
    const models = this.catalogue.imagined(name, overrideAsChange(name, override, 'administrator'));
    this.refuseNewProblems(models);
    const model = namedIn(models, name);
    if (override.default) refuseAsDefault(model);
    const others = models
      .filter((one) => one.provider === model.provider && one.kind === model.kind && one.name !== name)
      .map((one) => one.name);
    await this.repository.override(model, override, { adminId, others });
    await this.catalogue.refresh();
    return toModel(this.named(name));
  }

  /** Takes back what administrators have changed about the model; one that they have added is gone, and told as it was. */
  async reset(name: string): Promise<Model> {
    await this.catalogue.refresh();
    const model = this.named(name);
    this.refuseNewProblems(this.catalogue.imagined(name, null));
    await this.repository.reset(model);
    await this.catalogue.refresh();
    return toModel(this.catalogue.all().find((one) => one.name === name) ?? model);
  }

  updates(wanted: { limit: number; cursor?: string; offset?: number }): Promise<Page<ModelUpdate>> {
    return this.repository.checks(wanted);
  }

  /** The override of a model of the catalogue, or of one that it adds; an added model stays what it is. */
  private placed(name: string, said: ModelOverride): ModelOverride {
    const { price } = said;
    const pricedAt = price?.priced_at === undefined ? utcDay(new Date()) : price.priced_at;
    const override: ModelOverride = { ...said, ...(price && { price: { ...price, priced_at: pricedAt } }) };
    const model = this.catalogue.all().find((one) => one.name === name);
    if (!model) {
      if (!said.provider || !said.kind) throw new AiModelNotFound(name);
      if (!isOwnName(name))
        throw new AiModelUnfit('The name of a model of your own has small letters, digits and . _ : - only');
      return override;
    }
    if (!isOf(model, said)) throw new AiModelElsewhere(name, model.provider, model.kind);
    return model.isOwn ? { ...override, provider: model.provider, kind: model.kind } : override;
  }

  private refuseNewProblems(models: readonly AiModel[]): void {
    const known = new Set(problemsIn(this.catalogue.all()));
    const problem = problemsIn(models).find((one) => !known.has(one));
    if (problem) throw new AiModelUnfit(problem);
  }

  private named(name: string): AiModel {
    return namedIn(this.catalogue.all(), name);
  }
}

function namedIn(models: readonly AiModel[], name: string): AiModel {
  const model = models.find((one) => one.name === name);
  if (!model) throw new AiModelNotFound(name);
  return model;
}

function refuseAsDefault(model: AiModel): void {
  if (!model.isActive) throw new AiDefaultSwitchedOff(model.name);
  if (isRetired(model, utcDay(new Date()))) throw new AiDefaultRetired(model.name);
}

function toModel(model: AiModel): Model {
  const { price } = model;
  return {
    name: model.name,
    api_id: model.apiId,
    provider: model.provider,
    kind: model.kind,
    capabilities: model.capabilities,
    context_tokens: model.contextTokens,
    max_output_tokens: model.maxOutputTokens,
    price: {
      ...perMillion(price),
      per_image: price.perImage,
      per_second: price.perSecond,
      long: price.long && { above_tokens: price.long.above, ...perMillion(price.long) },
      priced_at: price.pricedAt,
    },
    deprecated_since: model.deprecatedSince,
    retires_on: model.retiresOn,
    replaced_by: model.replacedBy,
    default: model.isDefault,
    active: model.isActive,
    available: model.isAvailable,
    own: model.isOwn,
    overridden: [...model.overridden],
  };
}

function perMillion({ input, cachedInput, cacheWrite, output }: AiTokenPrice) {
  return {
    input_per_mtok: input,
    cached_input_per_mtok: cachedInput,
    cache_write_per_mtok: cacheWrite,
    output_per_mtok: output,
  };
}
