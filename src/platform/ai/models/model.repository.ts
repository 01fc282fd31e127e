import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeNameCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { AiProviderId } from '../ai-request.js';
import type { AiModel, AiPrice } from './ai-model.js';
import type { ModelChange } from './model-change.js';
import type { ModelOverride, ModelUpdate } from './model.dto.js';

/** What one provider answered when it was asked for its models. */
export interface ModelCheck {
  provider: AiProviderId;
  available: readonly string[];
  missing: readonly string[];
  proposed: readonly string[];
  failure: string | null;
}

interface ConfigRow {
  provider: string;
  model_name: string;
  is_active: boolean | null;
  is_default: boolean | null;
  api_id: string | null;
  pricing: unknown;
  set_by: string | null;
  available: boolean | null;
}

/** What administrators have changed about models, and what providers have said about them. */
@Injectable()
export class ModelRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_model_configs', 'ai_model_update_logs');
  }

  /** The changes to `models`, defaults last, and the names of rows that make no sense. */
  async changes(models: readonly AiModel[]): Promise<{ changes: ModelChange[]; unreadable: string[] }> {
    const rows: ConfigRow[] = await this.database.asService('ai.models', () =>
      this.tables
        .selectFrom('ai_model_configs')
        .select([
          'provider',
          'model_name',
          'is_active',
          'is_default',
          'api_id',
          'pricing',
          'set_by',
          'available',
        ])
        .where((row) => row.or([row('set_by', 'is not', null), row('available', 'is not', null)]))
        .orderBy('updated_at')
        .orderBy('id')
        .execute(),
    );
    const read = rows.map((row) => ({ row, change: changeOf(row, models) }));
    return {
      changes: read.map(({ change }) => change).filter((change) => change !== null),
      unreadable: read
        .filter(({ row, change }) => change === null && row.set_by !== null)
        .map(({ row }) => `${row.provider} ${row.model_name}`),
    };
  }

  /** Sets everything that differs about a model; a new default takes the place of the `others`. */
  async override(
    model: AiModel,
    { active, default: isDefault, api_id, price }: ModelOverride,
    by: { adminId: string; others: readonly string[] },
  ): Promise<void> {
    const set = {
      is_active: active ?? null,
      is_default: isDefault ?? null,
      api_id: api_id ?? null,
      pricing: price ? JSON.stringify({ ...price, priced_at: new Date().toISOString().slice(0, 10) }) : null,
      set_by: by.adminId,
    };
    await this.asOne(async () => {
      if (isDefault && by.others.length > 0)
        await this.tables
          .updateTable('ai_model_configs')
          .set({ is_default: null })
          .where('provider', '=', model.provider)
          .where('model_name', 'in', by.others)
          .where('set_by', 'is not', null)
          .execute();
      await this.tables
        .insertInto('ai_model_configs')
        .values({ provider: model.provider, model_name: model.name, ...set })
        .onConflict((conflict) => conflict.columns(['provider', 'model_name']).doUpdateSet(set))
        .execute();
    });
  }

  /** Forgets what administrators have changed about a model. */
  async reset({ provider, name }: AiModel): Promise<void> {
    await this.database.asService('ai.models', () =>
      this.tables
        .updateTable('ai_model_configs')
        .set({ is_active: null, is_default: null, api_id: null, pricing: null, set_by: null })
        .where('provider', '=', provider)
        .where('model_name', '=', name)
        .where('set_by', 'is not', null)
        .execute(),
    );
  }

  /** Keeps what a provider answered, and which models of the catalogue it has. */
  async keepCheck(check: ModelCheck): Promise<void> {
    const { provider, available, missing, proposed, failure } = check;
    const known = [
      ...available.map((name) => ({ name, available: true })),
      ...missing.map((name) => ({ name, available: false })),
    ];
    await this.asOne(async () => {
      await this.tables
        .insertInto('ai_model_update_logs')
        .values({
          provider,
          available: [...available],
          missing: [...missing],
          proposed: [...proposed],
          failure,
        })
        .execute();
      await sql`
        insert into ai_model_configs (provider, model_name, available, checked_at)
        select ${provider}, name, available, now()
        from json_to_recordset(${JSON.stringify(known)}::json) as known(name text, available boolean)
        order by name
        on conflict (provider, model_name) do update
          set available = excluded.available, checked_at = excluded.checked_at`.execute(this.tables);
    });
  }

  /** What providers answered, newest first. */
  async checks(wanted: { limit: number; cursor?: string; offset?: number }): Promise<Page<ModelUpdate>> {
    const rows = await this.database.asService('ai.models', () => {
      let query = this.tables
        .selectFrom('ai_model_update_logs')
        .select(['provider', 'checked_at', 'available', 'missing', 'proposed', 'failure'])
        .where('provider', 'is not', null)
        .orderBy('checked_at', 'desc')
        .orderBy('provider', 'desc')
        .limit(wanted.limit + 1);
      if (wanted.cursor) {
        const { at, name } = decodeNameCursor(wanted.cursor);
        query = query.where(sql<boolean>`(checked_at, provider) < (${at}::timestamptz, ${name})`);
      }
      if (wanted.offset) query = query.offset(wanted.offset);
      return query.execute() as unknown as Promise<ModelUpdate[]>;
    });
    return toPage(rows, wanted.limit, ({ checked_at, provider }) => [checked_at, provider]);
  }

  private asOne(work: () => Promise<void>): Promise<void> {
    return this.database.asService('ai.models', () => this.database.transaction(work));
  }
}

function changeOf(row: ConfigRow, models: readonly AiModel[]): ModelChange | null {
  const model = models.find(({ name, provider }) => name === row.model_name && provider === row.provider);
  const isAvailable = row.available === null ? {} : { isAvailable: row.available };
  if (!model) return null;
  if (row.set_by === null) return { name: model.name, ...isAvailable };
  const price = row.pricing === null ? undefined : priceIn(row.pricing);
  if (price === null || row.api_id === '') return null;
  return {
    name: model.name,
    ...isAvailable,
    ...(row.api_id !== null && { apiId: row.api_id }),
    ...(row.is_active !== null && { isActive: row.is_active }),
    ...(row.is_default !== null && { isDefault: row.is_default }),
    ...(price && { price }),
  };
}

/** Null where it is not a price. */
function priceIn(pricing: unknown): AiPrice | null {
  if (typeof pricing !== 'object' || pricing === null || Array.isArray(pricing)) return null;
  const fields = pricing as Record<string, unknown>;
  const keys = [
    'input_per_mtok',
    'cached_input_per_mtok',
    'cache_write_per_mtok',
    'output_per_mtok',
    'per_image',
    'per_second',
  ] as const;
  const prices = keys.map((key) => fields[key] ?? null);
  if (
    !prices.every(
      (price): price is number | null => price === null || (typeof price === 'number' && price >= 0),
    )
  )
    return null;
  const [
    input = null,
    cachedInput = null,
    cacheWrite = null,
    output = null,
    perImage = null,
    perSecond = null,
  ] = prices;
  const pricedAt = typeof fields['priced_at'] === 'string' ? fields['priced_at'] : null;
  return { input, cachedInput, cacheWrite, output, perImage, perSecond, long: null, pricedAt };
}
