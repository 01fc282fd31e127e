import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { AiProviderId } from '../ai-request.js';
import { utcDay } from '../usage/usage-days.js';
import type { AiModel, AiModelKind } from './ai-model.js';
import { ANTHROPIC_MODELS } from './anthropic.models.js';
import { GOOGLE_MODELS } from './google.models.js';
import { MISTRAL_MODELS } from './mistral.models.js';
import {
  changed,
  isRetired,
  type ModelChange,
  problemsIn,
  settingChanges,
  successorOf,
} from './model-change.js';
import { settingOverrides } from './model-override.js';
import { ModelRepository } from './model.repository.js';
import { OPENAI_MODELS } from './openai.models.js';

const MODELS: readonly AiModel[] = [
  ...OPENAI_MODELS,
  ...ANTHROPIC_MODELS,
  ...GOOGLE_MODELS,
  ...MISTRAL_MODELS,
];
const FRESH_FOR_MS = 30_000;
const RELEASE = /-(?:\d{8}|\d{4}-\d\d-\d\d|\d{3})$/;

/** The id without the day or number of a release: `-20250929`, `-2025-09-29` or `-001`. */
export function withoutRelease(id: string): string {
  return id.replace(RELEASE, '');
}

/**
 * Which models there are, what they can do and cost: our lists, changed by `AI_MODELS`, then by `AI_MODEL_OVERRIDES`, then by
 * administrators. It answers from memory; while it is used, it reads every half a minute what administrators have changed elsewhere.
 */
@Injectable()
export class ModelCatalogue implements OnModuleInit {
  private readonly logger = new Logger('AI models');
  private readonly bySetting: readonly ModelChange[];
  private byRow: readonly ModelChange[] = [];
  private models: readonly AiModel[] = [];
  private byId = new Map<string, AiModel>();
  private day = '';
  private loadedAt = 0;
  private loading = Promise.resolve();
  private warnedOf = '';
  /** Reading in the background serves everybody, so it runs outside the identity of whoever triggers it. */
  private readonly detached = AsyncLocalStorage.snapshot();

  constructor(
    settings: Settings,
    private readonly repository: ModelRepository,
  ) {
    this.bySetting = [
      ...settingChanges(settings.AI_MODELS, MODELS),
      ...settingOverrides(settings.AI_MODEL_OVERRIDES, MODELS),
    ];
    this.take([]);
    const [problem] = problemsIn(this.models);
    if (problem) throw new Error(`AI_MODELS and AI_MODEL_OVERRIDES: ${problem}.`);
  }

  async onModuleInit(): Promise<void> {
    await this.refresh();
  }

  /** The model of our name, of the provider's id, or of a dated id, which is then sent as it is; none that is switched off. */
  find(name: string): AiModel | undefined {
    const model = this.known(name);
    return model?.isActive ? model : undefined;
  }

  /** The same, those that are switched off too. */
  known(name: string): AiModel | undefined {
    this.refreshIfOld();
    const asked = name.trim().toLowerCase();
    const named = this.byId.get(asked);
    if (named) return named;
    const released = this.byId.get(withoutRelease(asked));
    return released && { ...released, apiId: asked };
  }

  /** The model that answers for this one today: itself, once it is retired whoever replaces it, or none. */
  successorOf(model: AiModel): AiModel | undefined {
    const models = this.all();
    if (!isRetired(model, this.day)) return model;
    return successorOf(model, models, (one) => one.isActive && !isRetired(one, this.day));
  }

  /** The model a provider is asked for when nobody names one; none where the provider has none of the kind. */
  defaultOf(provider: AiProviderId, kind: AiModelKind = 'text'): AiModel | undefined {
    return this.all().find((model) => model.isDefault && model.provider === provider && model.kind === kind);
  }

  /** Every model, those that are switched off or retired too. */
  all(): readonly AiModel[] {
    this.refreshIfOld();
    return this.models;
  }

  /** The models as they would be with this in place of what administrators have changed about one of them. */
  imagined(name: string, change: ModelChange | null): readonly AiModel[] {
    const rows = this.byRow.map((row) => {
      const isAvailable = row.isAvailable === undefined ? {} : { isAvailable: row.isAvailable };
      return row.name === name ? { name, ...isAvailable } : row;
    });
    return changed(MODELS, [...this.bySetting, ...rows, ...(change ? [change] : [])], this.day);
  }

  /** Reads again what administrators have changed. While the database is away, what is known stays. */
  refresh(): Promise<void> {
    this.loading = this.loading.then(() => this.detached(() => this.load()));
    return this.loading;
  }

  private refreshIfOld(): void {
    // Models retire at midnight, and whoever asks first must not be sent to one of yesterday.
    if (utcDay(new Date()) !== this.day) this.take(this.byRow);
    if (Date.now() - this.loadedAt > FRESH_FOR_MS) void this.refresh();
  }

  private async load(): Promise<void> {
    this.loadedAt = Date.now();
    try {
      const { changes, unreadable } = await this.repository.changes(
        changed(MODELS, this.bySetting, this.day),
      );
      this.take(changes);
      this.warn(unreadable);
    } catch (error) {
      this.logger.warn(`Changes to the models could not be read: ${String(error)}`);
    }
  }

  private take(changes: readonly ModelChange[]): void {
    this.byRow = changes;
    this.day = utcDay(new Date());
    this.models = changed(MODELS, [...this.bySetting, ...changes], this.day);
    const byName = new Map(this.models.map((model) => [model.name, model]));
    const ids = [
      ...MODELS.map((listed) => [listed.apiId, byName.get(listed.name)] as const),
      ...this.models.toReversed().map((model) => [model.apiId, model] as const),
      ...byName,
    ];
    this.byId = new Map(ids.flatMap(([id, model]) => (model ? [[id.toLowerCase(), model]] : [])));
  }

  private warn(unreadable: readonly string[]): void {
    const names = unreadable.join(', ');
    if (names !== '' && names !== this.warnedOf)
      this.logger.warn(`Rows of ai_model_configs that make no sense are left out: ${names}`);
    this.warnedOf = names;
  }
}
