import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import { eventsIn, type Filter } from '../../filters/filter.js';
import { filterSql, newestSql } from '../../filters/filter-sql.repository.js';
import type { RuleFinding } from '../../scoring/score.repository.js';
import type { Criterion } from '../rubrics/rubric.js';
import type { QuoteSource, Verdict } from './judgement.js';
import type { LeadQualification, QualificationReason } from './judgement.dto.js';

/** What the rules of a criterion say of a lead. */
export interface RuleVerdict {
  readonly key: string;
  readonly verdict: 'met' | 'unmet' | null;
  readonly events: RuleFinding['events'];
}

export interface NewJudgement {
  readonly leadId: string;
  readonly verdict: Verdict;
  readonly share: number;
  readonly qualifyAt: number | null;
  readonly reasons: readonly QualificationReason[];
  readonly rubricVersion: number | null;
  readonly judgedBy: 'rubric' | 'agent';
  readonly ai: boolean;
  readonly aiProblem: string | null;
  readonly costMicros: number;
}

const COLUMNS = sql`id, lead_id, verdict, share, qualify_at, reasons, rubric_version, judged_by, ai, ai_problem, cost_micros,
  status_before, status_after, decided_at`;
const NOTES_READ = 20;
const SUBMISSIONS_READ = 10;

/** What is judged of leads, by what, and where they stand since. */
@Injectable()
export class JudgementRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_activities', 'lead_engagements', 'lead_qualifications');
  }

  /** What rules say of a lead, for each criterion that has some. */
  async byRules(ownerId: string, leadId: string, criteria: readonly Criterion[]): Promise<RuleVerdict[]> {
    const rows = criteria.flatMap(({ key, met_when: met, unmet_when: unmet }) => {
      if (!met && !unmet) return [];
      const holds = (filter: Filter | undefined) =>
        filter ? sql`(${filterSql(filter)}) is true` : sql`false`;
      const events = [met, unmet].flatMap((filter) => (filter ? eventsIn(filter) : [])).map(newestSql);
      const newest = events.length === 0 ? sql`'[]'::jsonb` : sql`jsonb_build_array(${sql.join(events)})`;
      return [
        sql`select ${key}::text as key, case when ${holds(unmet)} then 'unmet' when ${holds(met)} then 'met' end as verdict,
          ${newest} as events from (select * from leads where id = ${leadId} and created_by = ${ownerId}) as leads`,
      ];
    });
    if (rows.length === 0) return [];
    const found = await sql<RuleVerdict>`${sql.join(rows, sql` union all `)}`.execute(this.tables);
    return found.rows;
  }

  /** The newest notes about a lead, and what it answered in forms. */
  async written(ownerId: string, leadId: string): Promise<(QuoteSource & { text: string })[]> {
    const newest = (type: string, atMost: number) => sql`
      (select id, activity_type, activity_data, occurred_at from lead_activities
       where lead_id = ${leadId} and created_by = ${ownerId} and activity_type = ${type}
       order by occurred_at desc, id desc limit ${sql.lit(atMost)})`;
    const { rows } = await sql<{ id: string; kind: 'note' | 'form'; text: string | null }>`
      select id, case activity_type when 'note' then 'note' else 'form' end as kind,
        case activity_type when 'note' then activity_data ->> 'text' else (
          select string_agg(answer.key || ': ' || answer.value, E'\n')
          from jsonb_each_text(case jsonb_typeof(activity_data -> 'answers') when 'object' then activity_data -> 'answers' end) as answer
        ) end as text
      from (${newest('note', NOTES_READ)} union all ${newest('submitted', SUBMISSIONS_READ)}) as happened
      order by occurred_at desc, id desc`.execute(this.tables);
    return rows.map(({ id, kind, text }) => ({ kind, ref: id, text: text ?? '' }));
  }

  /**
   * Keeps judgements and moves the leads, all in one statement: new and contacted ones become qualified or lost, unless a person
   * has said where they stand. Answers what was kept; a lead that is gone is left out.
   */
  async record(ownerId: string, judgements: readonly NewJudgement[]): Promise<LeadQualification[]> {
    const rows = judgements.map((judgement) => ({ ...judgement, id: newId(), activityId: newId() }));
    const found = await sql<LeadQualification>`
      with given as (
        select * from json_to_recordset(${JSON.stringify(rows)}::json) as given(id uuid, "activityId" uuid, "leadId" uuid,
          verdict text, share real, "qualifyAt" real, reasons jsonb, "rubricVersion" integer, "judgedBy" text, ai boolean,
          "aiProblem" text, "costMicros" bigint)
      ), before as (
        select leads.id, coalesce(leads.status, 'new') as status, app.status_is_by_hand(leads) as by_hand
        from leads where created_by = ${ownerId} and id in (select "leadId" from given) order by id for update
      ), planned as (
        select given.*, before.status as was, 'agent:' || "judgedBy" || coalesce('/' || "rubricVersion", '') as source,
          case when before.by_hand or before.status not in ('new', 'contacted') then before.status
            when verdict = 'qualified' then 'qualified'::lead_status when verdict = 'not_qualified' then 'lost'::lead_status
            else before.status end as becomes
        from given join before on before.id = given."leadId"
      ), moved as (
        update leads set status = planned.becomes, writer = planned.source
        from planned where leads.id = planned."leadId" and leads.created_by = ${ownerId} and planned.becomes <> planned.was
      ), noted as (
        insert into lead_activities (id, lead_id, created_by, activity_type, activity_data, source)
        select "activityId", "leadId", ${ownerId}::uuid, 'qualified',
          jsonb_build_object('verdict', verdict, 'share', share, 'qualification_id', id), source from planned
      )
      insert into lead_qualifications (id, created_by, lead_id, verdict, share, qualify_at, reasons, rubric_version, judged_by,
        ai, ai_problem, cost_micros, status_before, status_after)
      select id, ${ownerId}::uuid, "leadId", verdict, share, "qualifyAt", reasons, "rubricVersion", "judgedBy", ai, "aiProblem",
        "costMicros", was, becomes from planned
      returning ${COLUMNS}`.execute(this.tables);
    return found.rows;
  }

  /** What was judged of a lead, newest first. */
  async newest(ownerId: string, leadId: string, atMost: number): Promise<LeadQualification[]> {
    const { rows } = await sql<LeadQualification>`
      select ${COLUMNS} from lead_qualifications where lead_id = ${leadId} and created_by = ${ownerId}
      order by decided_at desc, id desc limit ${sql.lit(atMost)}`.execute(this.tables);
    return rows;
  }

  /** Forgets what was judged before a time. */
  forget(before: Date, atMost: number): Promise<number> {
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, { table: 'lead_qualifications', column: 'decided_at' }, before, atMost),
    );
  }
}
