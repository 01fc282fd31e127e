import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { RuleEvent } from './rule.js';
import type { SupportRule } from './rule.dto.js';

const COLUMNS = [
  'id',
  'name',
  'event',
  'conditions',
  'actions',
  'position',
  'is_active',
  'answers_allowed_by',
  'answers_allowed_at',
  'created_by',
  'created_at',
  'updated_at',
] as const;

/** A rule as it is to be kept. */
export type RuleDraft = Pick<
  SupportRule,
  | 'name'
  | 'event'
  | 'conditions'
  | 'actions'
  | 'position'
  | 'is_active'
  | 'answers_allowed_by'
  | 'answers_allowed_at'
>;

/** Rules of the desk; all administrators share them. */
@Injectable()
export class RuleRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_rules');
  }

  add(by: string, draft: RuleDraft): Promise<SupportRule> {
    return this.asDesk(async () => {
      const row = await this.tables
        .insertInto('support_rules')
        .values({ ...columnsOf(draft), id: newId(), created_by: by })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      return row as unknown as SupportRule;
    });
  }

  /** Newest first. */
  async list(page: PageQuery): Promise<Page<SupportRule>> {
    const { items, nextCursor } = await this.asDesk(() =>
      newestFirst(this.tables.selectFrom('support_rules').select(COLUMNS), page, BY_ID),
    );
    return { items: items as unknown as SupportRule[], nextCursor };
  }

  count(): Promise<number> {
    return this.asDesk(async () => {
      const { count } = await this.tables
        .selectFrom('support_rules')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      return Number(count);
    });
  }

  async find(id: string): Promise<SupportRule | undefined> {
    const row = await this.asDesk(() =>
      this.tables.selectFrom('support_rules').select(COLUMNS).where('id', '=', id).executeTakeFirst(),
    );
    return row as unknown as SupportRule | undefined;
  }

  /** Those that the event sets off, in their order. */
  async setOffBy(event: RuleEvent): Promise<SupportRule[]> {
    const rows = await this.asDesk(() =>
      this.tables
        .selectFrom('support_rules')
        .select(COLUMNS)
        .where('event', '=', event)
        .where('is_active', '=', true)
        .orderBy('position')
        .orderBy('id')
        .execute(),
    );
    return rows as unknown as SupportRule[];
  }

  async update(id: string, draft: RuleDraft): Promise<SupportRule | undefined> {
    const row = await this.asDesk(() =>
      this.tables
        .updateTable('support_rules')
        .set(columnsOf(draft))
        .where('id', '=', id)
        .returning(COLUMNS)
        .executeTakeFirst(),
    );
    return row as unknown as SupportRule | undefined;
  }

  async remove(id: string): Promise<boolean> {
    const rows = await this.asDesk(() =>
      this.tables.deleteFrom('support_rules').where('id', '=', id).returning('id').execute(),
    );
    return rows.length > 0;
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}

function columnsOf(draft: RuleDraft) {
  return {
    name: draft.name,
    event: draft.event,
    conditions: JSON.stringify(draft.conditions),
    actions: JSON.stringify(draft.actions),
    position: draft.position,
    is_active: draft.is_active,
    answers_allowed_by: draft.answers_allowed_by,
    answers_allowed_at: draft.answers_allowed_at,
  };
}
