import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { Sql } from '../filters/field-sql.repository.js';
import { eventsIn } from '../filters/filter.js';
import { type LeadScope, within } from '../filters/lead-scope.repository.js';
import { lastAtSql } from '../filters/filter-sql.repository.js';
import { scoreSql, reasonsSql } from './score-sql.repository.js';
import { conditionsOf, decays, type ScoreGroup } from './score-rules.js';

/** Rules, and the name under which scores by them are noted. */
export interface NamedRules {
  groups: readonly ScoreGroup[];
  /** Null for the default rules. */
  version: number | null;
}

/** What a rule says of a lead. */
export interface RuleFinding {
  group: string;
  rule: string;
  /** Null where it does not hold. */
  points: number | null;
  events: ({ id: string; at: string; form_id?: string; campaign_id?: string; link?: string } | null)[];
}

export interface ScoreRow {
  id: string;
  before: number;
  score: number;
  held: boolean;
}

export interface HistoryRow {
  id: string;
  occurred_at: string;
  activity_data: { from?: number; to?: number };
  source: string | null;
}

/** Scores of leads, many in one statement. */
@Injectable()
export class ScoreRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_activities', 'lead_engagements', 'lead_dues');
  }

  /** Scores leads by the rules and answers what came of it. One that a person has set stays. */
  async score(ownerId: string, rules: NamedRules, leadIds: readonly string[]): Promise<ScoreRow[]> {
    const { rows } = await sql<ScoreRow>`
      with ${scoring(ownerId, rules, { ids: leadIds })}
      select id, before, held, case when held then before else score end as score from scored`.execute(
      this.tables,
    );
    return rows;
  }

  /**
   * The same for many leads, and for who need not know what came of each. Their history is written in the same statement: a
   * trigger that writes it lead by lead takes half of the time. Belongs into a transaction.
   */
  async settle(
    ownerId: string,
    rules: NamedRules,
    scope: LeadScope,
  ): Promise<{ processed: number; changed: number }> {
    await this.tellScores(true);
    const { rows } = await sql<{ processed: number; changed: number }>`
      with ${scoring(ownerId, rules, scope)}, told as (
        insert into lead_activities (lead_id, created_by, activity_type, source, activity_data)
        select id, ${ownerId}::uuid, 'scored', ${writerOf(rules)}, jsonb_build_object('from', before, 'to', score)
        from changed where written = score
      )
      select (select count(*) from scored)::int as processed, (select count(*) from changed)::int as changed`.execute(
      this.tables,
    );
    await this.tellScores(false);
    return rows[0] ?? { processed: 0, changed: 0 };
  }

  /** Whether the next statements of the transaction tell by themselves which scores they change; else a trigger does. */
  private async tellScores(isTold: boolean): Promise<void> {
    await sql`select set_config('app.scores_told', ${isTold ? 'on' : 'off'}, true)`.execute(this.tables);
  }

  /** Where points decay, the leads that have some are looked at again tomorrow. */
  async expectDecay(ownerId: string, groups: readonly ScoreGroup[], scope: LeadScope): Promise<void> {
    if (!decays(groups)) return;
    const events = groups
      .flatMap(({ rules }) => rules.filter((rule) => rule.half_life_days !== undefined))
      .flatMap(({ when }) => eventsIn(when));
    const happened = events.map((event) => sql`${lastAtSql(event)} is not null`);
    await sql`
      insert into lead_dues (lead_id, created_by, due_at)
      select leads.id, leads.created_by, now() + interval '1 day' from leads
      where leads.created_by = ${ownerId} and ${within(sql`leads.id`, scope)} and (${sql.join(happened, sql` or `)})
      on conflict (lead_id) do update set due_at = least(lead_dues.due_at, excluded.due_at)`.execute(
      this.tables,
    );
  }

  /** What each rule says of a lead at this moment. */
  async findings(ownerId: string, groups: readonly ScoreGroup[], leadId: string): Promise<RuleFinding[]> {
    if (conditionsOf(groups).length === 0) return [];
    const lead = sql`(select * from leads where id = ${leadId} and created_by = ${ownerId}) as leads`;
    const { rows } = await sql<RuleFinding>`${reasonsSql(groups, lead)}`.execute(this.tables);
    return rows;
  }

  /** Sets the score by hand, so that it is held. False when there is no such lead. */
  async set(ownerId: string, leadId: string, score: number): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('leads')
      .set({ lead_score: score, score_held: true, writer: 'person' })
      .where('id', '=', leadId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async release(ownerId: string, leadId: string): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('leads')
      .set({ score_held: false })
      .where('id', '=', leadId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** What scores were before, newest first. */
  async history(
    ownerId: string,
    leadId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<HistoryRow>> {
    const after = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = after ? sql`and (occurred_at, id) < (${after.at}::timestamptz, ${after.name}::uuid)` : sql``;
    const { rows } = await sql<HistoryRow>`
      select id, occurred_at, activity_data, source from lead_activities
      where lead_id = ${leadId} and created_by = ${ownerId} and activity_type = 'scored' ${rest}
      order by occurred_at desc, id desc limit ${sql.lit(limit + 1)}`.execute(this.tables);
    return toPage(rows, limit, ({ occurred_at, id }) => [occurred_at, id]);
  }
}

/** `scored`: what the rules come to; `changed`: the leads whose score is another now. */
function scoring(ownerId: string, rules: NamedRules, scope: LeadScope): Sql {
  return sql`scored as (
    select leads.id, coalesce(leads.lead_score, 0) as before, leads.score_held as held, ${scoreSql(rules.groups)} as score
    from leads where leads.created_by = ${ownerId} and ${within(sql`leads.id`, scope)}
  ), changed as (
    update leads set lead_score = scored.score, writer = ${writerOf(rules)}
    from scored where leads.id = scored.id and leads.created_by = ${ownerId} and ${within(sql`leads.id`, scope)}
      and not scored.held and scored.before <> scored.score
    returning leads.id, scored.before, scored.score, leads.lead_score as written
  )`;
}

/** Who writes scores by these rules, as triggers and the history of a lead have it. */
function writerOf({ version }: NamedRules): string {
  return `agent:rules/${version ?? 'default'}`;
}
