import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeNameCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { AiProviderId } from '../ai-request.js';
import type { AiModel } from './ai-model.js';
import type { ModelChange } from './model-change.js';
import type { ModelUpdate } from './model.dto.js';
import { isOf, isOwnName, overrideAsChange, readOverride } from './model-override.js';
import type { ModelOverride } from './model-override.dto.js';

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
  override: unknown;
  available: boolean | null;
}

/** What administrators have changed about models, and what providers have said about them. */
@Injectable()
export class ModelRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('ai_model_configs', 'ai_model_update_logs');
  }

  /** The changes to `models` and those that administrators have added, the latest last, and the names of rows that make no sense. */
  async changes(models: readonly AiModel[]): Promise<{ changes: ModelChange[]; unreadable: string[] }> {
    const rows: ConfigRow[] = await this.database.asService('ai.models', () =>
      this.tables
        .selectFrom('ai_model_configs')
        .select(['provider', 'model_name', 'override', 'available'])
        .where((row) => row.or([row('override', 'is not', null), row('available', 'is not', null)]))
        .orderBy('updated_at')
        .orderBy('id')
        .execute(),
    );
    const read = rows.map((row) => ({ row, change: changeOf(row, models) }));
    return {
      changes: read.map(({ change }) => change).filter((change) => change !== null),
      unreadable: read
        .filter(({ row, change }) => change === null && row.override !== null)
        .map(({ row }) => `${row.provider} ${row.model_name}`),
    };
  }

  /** Sets everything that differs about a model; a new default takes the place of the `others`. */
  async override(
    { provider, name }: Pick<AiModel, 'provider' | 'name'>,
    override: ModelOverride,
    by: { adminId: string; others: readonly string[] },
  ): Promise<void> {
    const set = { override: JSON.stringify(override), set_by: by.adminId };
    await this.asOne(async () => {
      if (override.default && by.others.length > 0)
        await this.tables
          .updateTable('ai_model_configs')
          .set({ override: sql`override - 'default'` })
          .where('provider', '=', provider)
          .where('model_name', 'in', by.others)
          .where('override', 'is not', null)
          .execute();
      await this.tables
        .insertInto('ai_model_configs')
        .values({ provider, model_name: name, ...set })
        .onConflict((conflict) => conflict.columns(['provider', 'model_name']).doUpdateSet(set))
        .execute();
    });
  }

  /** Forgets what administrators have changed about a model, or that they have added it. */
  async reset({ provider, name }: AiModel): Promise<void> {
    await this.database.asService('ai.models', () =>
      this.tables
        .updateTable('ai_model_configs')
        .set({ override: null, set_by: null })
        .where('provider', '=', provider)
        .where('model_name', '=', name)
        .where('override', 'is not', null)
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

/** Null where nobody can tell what is meant. */
function changeOf(row: ConfigRow, models: readonly AiModel[]): ModelChange | null {
  const { model_name: name, provider, available } = row;
  const model = models.find((one) => one.name === name);
  const isAvailable = available === null ? {} : { isAvailable: available };
  if (model && model.provider !== provider) return null;
  if (row.override === null) return { name, ...isAvailable };
  const override = readOverride(row.override);
  if ('problem' in override) return null;
  const isPlaced = model
    ? isOf(model, override)
    : override.provider === provider && override.kind !== undefined && isOwnName(name);
  return isPlaced ? { ...overrideAsChange(name, override, 'administrator'), ...isAvailable } : null;
}
