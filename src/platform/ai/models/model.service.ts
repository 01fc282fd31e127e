import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { AiDefaultSwitchedOff, AiModelNotFound } from '../ai.errors.js';
import type { AiModel, AiTokenPrice } from './ai-model.js';
import { ModelCatalogue } from './model-catalogue.js';
import type { Model, ModelOverride, ModelQuery, ModelUpdate } from './model.dto.js';
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

  /** Sets everything that differs about the model; what is not said is as the catalogue has it. */
  async override(adminId: string, name: string, override: ModelOverride): Promise<Model> {
    const model = this.named(name);
    if (override.active === false && override.default === true) throw new AiDefaultSwitchedOff(name);
    const others = this.catalogue
      .all()
      .filter((one) => one.provider === model.provider && one.kind === model.kind && one.name !== name)
      .map((one) => one.name);
    await this.repository.override(model, override, { adminId, others });
    return this.afterRefresh(name);
  }

  /** Takes back what administrators have changed about the model. */
  async reset(name: string): Promise<Model> {
    await this.repository.reset(this.named(name));
    return this.afterRefresh(name);
  }

  updates(wanted: { limit: number; cursor?: string; offset?: number }): Promise<Page<ModelUpdate>> {
    return this.repository.checks(wanted);
  }

  private async afterRefresh(name: string): Promise<Model> {
    await this.catalogue.refresh();
    return toModel(this.named(name));
  }

  private named(name: string): AiModel {
    const model = this.catalogue.all().find((one) => one.name === name);
    if (!model) throw new AiModelNotFound(name);
    return model;
  }
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
