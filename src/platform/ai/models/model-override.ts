import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { issuesOf, trapIssues } from '#platform/http/validation';
import type { AiModel, AiModelChanger, AiPrice, AiTokenPrice } from './ai-model.js';
import type { ModelChange } from './model-change.js';
import { ModelOverride, type NewModelPrice } from './model-override.dto.js';

const CHECKS = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
};
const OWN_NAME = /^[a-z0-9][a-z0-9._:-]{0,99}$/;

/** Whether a model that the lists do not have may be called so: whoever asks may write names in any case. */
export function isOwnName(name: string): boolean {
  return OWN_NAME.test(name);
}

/** An override that was kept as JSON, or what is wrong with it. */
export function readOverride(given: unknown): ModelOverride | { readonly problem: string } {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { problem: 'it is no object' };
  const override = plainToInstance(ModelOverride, given);
  const [issue] = [...trapIssues(given), ...issuesOf(validateSync(override, CHECKS))];
  return issue ? { problem: issue.message } : override;
}

/** Reads `AI_MODEL_OVERRIDES`, which has the bodies of `PUT /api/ai/models/{name}` by name. Throws on what it cannot place. */
export function settingOverrides(
  setting: Readonly<Record<string, unknown>>,
  models: readonly AiModel[],
): ModelChange[] {
  return Object.entries(setting).map(([name, given]) => {
    const refuse = (why: string): never => {
      throw new Error(`AI_MODEL_OVERRIDES: ${name}: ${why}.`);
    };
    const override = readOverride(given);
    if ('problem' in override) return refuse(override.problem);
    const model = models.find((one) => one.name === name);
    if (override.default && override.active === false) refuse('what is switched off is no default');
    if (model && !isOf(model, override)) refuse(`it is a model of ${model.provider}, of kind ${model.kind}`);
    if (!model && !(override.provider && override.kind && isOwnName(name)))
      refuse(
        'the catalogue has no such model; one of your own has a provider, a kind and a name in small letters',
      );
    return overrideAsChange(name, override, 'environment');
  });
}

/** Whether the override says nothing else of whose the model is and of its kind. */
export function isOf({ provider, kind }: AiModel, override: ModelOverride): boolean {
  return (override.provider ?? provider) === provider && (override.kind ?? kind) === kind;
}

export function overrideAsChange(name: string, override: ModelOverride, by: AiModelChanger): ModelChange {
  const { provider, kind, ...fields } = override;
  const { capabilities, price, context_tokens, max_output_tokens } = fields;
  const { deprecated_since, retires_on, replaced_by } = fields;
  return {
    name,
    by,
    fields: Object.keys(said(fields)),
    ...(provider && kind && { adds: { provider, kind } }),
    ...(fields.api_id !== undefined && { apiId: fields.api_id }),
    ...(fields.active !== undefined && { isActive: fields.active }),
    ...(fields.default !== undefined && { isDefault: fields.default }),
    ...(capabilities && { capabilities: said(capabilities) }),
    ...(context_tokens !== undefined && { contextTokens: context_tokens }),
    ...(max_output_tokens !== undefined && { maxOutputTokens: max_output_tokens }),
    ...(price && { price: priceOf(price) }),
    ...(deprecated_since !== undefined && { deprecatedSince: deprecated_since }),
    ...(retires_on !== undefined && { retiresOn: retires_on }),
    ...(replaced_by !== undefined && { replacedBy: replaced_by }),
  };
}

/** Without what has been left out. */
function said<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

function priceOf(price: NewModelPrice): AiPrice {
  return {
    ...perToken(price),
    perImage: price.per_image ?? null,
    perSecond: price.per_second ?? null,
    long: price.long ? { above: price.long.above_tokens, ...perToken(price.long) } : null,
    pricedAt: price.priced_at ?? null,
  };
}

function perToken(price: Pick<NewModelPrice, `${string}_per_mtok` & keyof NewModelPrice>): AiTokenPrice {
  return {
    input: price.input_per_mtok ?? null,
    cachedInput: price.cached_input_per_mtok ?? null,
    cacheWrite: price.cache_write_per_mtok ?? null,
    output: price.output_per_mtok ?? null,
  };
}
