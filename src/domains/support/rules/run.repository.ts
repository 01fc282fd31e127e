import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { Happening, RuleEvent } from './rule.js';
import type { RuleActionResult, RuleRun } from './rule.dto.js';

/** A happening that somebody has taken up, and how often it was taken up. */
export type TakenHappening = Happening & { readonly attempts: number };

/** What rules are still to look at, and what they did. */
@Injectable()
export class RunRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_happenings', 'support_rule_runs', 'support_rules');
  }

  /** Notes what some rule is set off by, in the caller's transaction; answers whether anything was noted. */
  async note(happenings: readonly Omit<Happening, 'id'>[]): Promise<boolean> {
    if (happenings.length === 0) return false;
    const given = happenings.map((happening) => ({ ...happening, id: newId() }));
    const { rows } = await this.asDue(() =>
      sql`
        insert into support_happenings (id, ticket_id, event, details)
        select given.id, given."ticketId", given.event, given.details
        from json_to_recordset(${JSON.stringify(given)}::json)
          as given (id uuid, "ticketId" uuid, event text, details jsonb)
        where exists (select from support_rules rule where rule.event = given.event and rule.is_active)
        returning id`.execute(this.tables),
    );
    return rows.length > 0;
  }

  isAnyDue(): Condition {
    return sql<boolean>`exists (select from support_happenings where due_at <= now())`;
  }

  /** The next one, which is nobody else's for two minutes. */
  async claim(): Promise<TakenHappening | undefined> {
    const { rows } = await this.asDue(() =>
      sql<{
        id: string;
        ticketId: string;
        event: RuleEvent;
        details: Happening['details'];
        attempts: number;
      }>`
        update support_happenings set due_at = now() + interval '2 minutes', attempts = attempts + 1
        where id = (
          select id from support_happenings where due_at <= now() order by due_at, id limit 1 for update skip locked)
        returning id, ticket_id as "ticketId", event, details, attempts`.execute(this.tables),
    );
    return rows[0];
  }

  async settle({ id }: Happening): Promise<void> {
    await this.asDue(() => this.tables.deleteFrom('support_happenings').where('id', '=', id).execute());
  }

  /** False when the rule has acted on what happened before. */
  async begin(runId: string, ruleId: string, { id, ticketId, event }: Happening): Promise<boolean> {
    const rows = await this.asDue(() =>
      this.tables
        .insertInto('support_rule_runs')
        .values({
          id: runId,
          rule_id: ruleId,
          ticket_id: ticketId,
          happening_id: id,
          event,
          outcome: 'failed',
        })
        .onConflict((conflict) => conflict.columns(['happening_id', 'rule_id']).doNothing())
        .returning('id')
        .execute(),
    );
    return rows.length > 0;
  }

  async end(runId: string, actions: readonly RuleActionResult[]): Promise<void> {
    const done = actions.filter(({ outcome }) => outcome === 'done');
    const outcome = done.length === actions.length ? 'done' : done.length > 0 ? 'partly' : 'failed';
    const answered = done.some(({ type }) => type === 'send_answer');
    await this.asDue(() =>
      this.tables
        .updateTable('support_rule_runs')
        .set({ outcome, answered, actions: JSON.stringify(actions) })
        .where('id', '=', runId)
        .execute(),
    );
  }

  /** Whether the rule has answered on the ticket before. */
  async hasAnswered(ruleId: string, ticketId: string): Promise<boolean> {
    const row = await this.asDue(() =>
      this.tables
        .selectFrom('support_rule_runs')
        .select('id')
        .where('rule_id', '=', ruleId)
        .where('ticket_id', '=', ticketId)
        .where('answered', '=', true)
        .executeTakeFirst(),
    );
    return row !== undefined;
  }

  /** Newest first. */
  async list(ruleId: string, page: PageQuery): Promise<Page<RuleRun>> {
    const { items, nextCursor } = await this.database.asService('support.desk', () =>
      newestFirst(
        this.tables
          .selectFrom('support_rule_runs')
          .select(['id', 'ticket_id', 'event', 'outcome', 'actions', 'created_at'])
          .where('rule_id', '=', ruleId),
        page,
        BY_ID,
      ),
    );
    return { items: items as unknown as RuleRun[], nextCursor };
  }

  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'support_rule_runs', column: 'created_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  private asDue<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.due', work);
  }
}
