import type { AiProviderId } from '../ai-request.js';
import type { AiCapabilities, AiModel, AiModelChanger, AiModelKind, AiPrice } from './ai-model.js';
import { ownModels } from './model-entry.js';

/** What a setting, an administrator or a provider changes about a model; what is left out stays. */
export interface ModelChange {
  readonly name: string;
  /** Who overrides our lists, where somebody does. */
  readonly by?: AiModelChanger;
  /** What of the lists is overridden, in the words of `ModelOverride`. */
  readonly fields?: readonly string[];
  /** Whose it is and of which kind, should the lists not have it. */
  readonly adds?: { readonly provider: AiProviderId; readonly kind: AiModelKind };
  readonly apiId?: string;
  readonly isDefault?: boolean;
  readonly isActive?: boolean;
  readonly isAvailable?: boolean;
  readonly capabilities?: Partial<AiCapabilities>;
  readonly contextTokens?: number;
  readonly maxOutputTokens?: number;
  readonly price?: AiPrice;
  readonly deprecatedSince?: string | null;
  readonly retiresOn?: string | null;
  readonly replacedBy?: string | null;
}

const UNKNOWN_PRICE: AiPrice = {
  input: null,
  cachedInput: null,
  cacheWrite: null,
  output: null,
  perImage: null,
  perSecond: null,
  long: null,
  pricedAt: null,
};

/** Reads `AI_MODELS`: `openai=gpt-5` makes a default, `name:api-id` sends another id. Throws on what it cannot place. */
export function settingChanges(entries: readonly string[], models: readonly AiModel[]): ModelChange[] {
  return entries.map((entry) => {
    const [, left = '', sign, right = ''] = /^([^=:]+)([=:])(.+)$/.exec(entry) ?? [];
    const name = (sign === '=' ? right : left).trim();
    const model = models.find((one) => one.name === name);
    if (!model) throw new Error(`AI_MODELS: "${entry}" names no model of the catalogue.`);
    const by = 'environment';
    if (sign === ':') return { name, by, fields: ['api_id'], apiId: right.trim() };
    if (model.provider !== left.trim())
      throw new Error(`AI_MODELS: ${name} is not a model of ${left.trim()}.`);
    return { name, by, fields: ['default'], isDefault: true };
  });
}

/** The models with all changes made, one after the other, and exactly one default for each provider and kind. */
export function changed(
  models: readonly AiModel[],
  changes: readonly ModelChange[],
  today: string,
): readonly AiModel[] {
  let all = models;
  for (const change of changes) {
    const { name, adds } = change;
    if (adds && all.every((model) => model.name !== name))
      all = [...all, ...ownModels(adds.provider, adds.kind, name)];
    all = all.map((model) => afterwards(model, change, all));
  }
  const listed = new Set(models.filter(({ isDefault }) => isDefault).map(({ name }) => name));
  const groups = Map.groupBy(all, groupOf).values();
  const defaults = new Set(groups.map((group) => defaultIn(group, listed, today)));
  return all.map((model) => ({ ...model, isDefault: defaults.has(model) }));
}

function afterwards(model: AiModel, change: ModelChange, all: readonly AiModel[]): AiModel {
  const named = all.find(({ name }) => name === change.name);
  if (model !== named) {
    const loses = change.isDefault === true && named !== undefined && groupOf(model) === groupOf(named);
    return loses ? { ...model, isDefault: false, overridden: untouched(model, ['default']) } : model;
  }
  const { by, fields = [], adds: _, apiId, capabilities, ...changes } = change;
  const sent = apiId === undefined ? model : sentAs(model, apiId, all);
  const { isDefault, isActive, isAvailable, isOwn } = model;
  const own = { isDefault, isActive, isAvailable, isOwn };
  return {
    ...sent,
    ...own,
    ...changes,
    capabilities: { ...sent.capabilities, ...capabilities },
    overridden: [...untouched(model, fields), ...(by ? fields.map((field) => ({ field, by })) : [])],
  };
}

function untouched({ overridden }: AiModel, fields: readonly string[]): AiModel['overridden'] {
  return overridden.filter(({ field }) => !fields.includes(field));
}

/** Another id is another model: it brings its own abilities, limits and price where the catalogue knows it, else no price. */
function sentAs(model: AiModel, apiId: string, all: readonly AiModel[]): AiModel {
  if (apiId === model.apiId) return model;
  const target = all.find((one) => one.apiId === apiId && one.kind === model.kind);
  if (target) return { ...target, name: model.name, provider: model.provider };
  return {
    ...model,
    apiId,
    price: UNKNOWN_PRICE,
    deprecatedSince: null,
    retiresOn: null,
    replacedBy: null,
  };
}

/** What is wrong with the models, in words: successors that nobody can be sent to, limits and days that do not fit together. */
export function problemsIn(models: readonly AiModel[]): string[] {
  return models.flatMap((model) => {
    const { name, contextTokens, maxOutputTokens, deprecatedSince, retiresOn } = model;
    const problems: string[] = [];
    if ((maxOutputTokens ?? 0) > (contextTokens ?? Infinity))
      problems.push(`${name} cannot answer with more tokens than its context has`);
    if (retiresOn !== null && deprecatedSince !== null && retiresOn < deprecatedSince)
      problems.push(`${name} cannot retire before it is deprecated`);
    if (model.replacedBy !== null && !isReplaceable(model, models))
      problems.push(
        `${name} cannot be replaced by ${model.replacedBy}: it must be another model of ${model.provider} of the same kind, not of vectors, that ${name} does not replace itself`,
      );
    return problems;
  });
}

function isReplaceable(model: AiModel, models: readonly AiModel[]): boolean {
  const heir = models.find(({ name }) => name === model.replacedBy);
  if (!heir || model.kind === 'embedding' || groupOf(heir) !== groupOf(model)) return false;
  const isItself = ({ name }: AiModel) => name === model.name;
  return successorOf(heir, models, isItself) === undefined;
}

/** The default among what the provider is known to have; where that is nothing, the lists are trusted more than its answer. */
function defaultIn(
  group: readonly AiModel[],
  listed: ReadonlySet<string>,
  today: string,
): AiModel | undefined {
  const isOn = (model: AiModel) => model.isActive && !isRetired(model, today);
  const isThere = (model: AiModel) => isOn(model) && model.isAvailable !== false;
  return firstChoice(group, listed, isThere) ?? firstChoice(group, listed, isOn);
}

/** Whether its provider no longer answers for it on that day. */
export function isRetired({ retiresOn }: AiModel, today: string): boolean {
  return retiresOn !== null && retiresOn <= today;
}

/** The model, or who replaces it, or who replaces that: the first that is fit. */
export function successorOf(
  model: AiModel | undefined,
  models: readonly AiModel[],
  isFit: (model: AiModel) => boolean,
): AiModel | undefined {
  let one = model;
  for (let step = 0; step < models.length && one; step++) {
    if (isFit(one)) return one;
    const { replacedBy }: AiModel = one;
    one = models.find(({ name }) => name === replacedBy);
  }
  return undefined;
}

/** The chosen default, else the one of the lists, each or who replaces it; else the first that is left. */
function firstChoice(
  group: readonly AiModel[],
  listed: ReadonlySet<string>,
  isFit: (model: AiModel) => boolean,
): AiModel | undefined {
  const chosen = group.find(({ isDefault }) => isDefault);
  const first = group.find(({ name }) => listed.has(name));
  return successorOf(chosen, group, isFit) ?? successorOf(first, group, isFit) ?? group.find(isFit);
}

function groupOf({ provider, kind }: AiModel): string {
  return `${provider} ${kind}`;
}
