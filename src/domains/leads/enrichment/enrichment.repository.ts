import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { Lead } from '../lead.answers.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';
import type { FoundField } from './enrichment-provider.js';
import type { WritePlan } from './write-plan.js';

/** What a provider is asked: the hash stands for the words. */
export interface Asked {
  readonly provider: string;
  readonly asked: string;
}

/** What a provider has said, while it holds. */
export interface KeptFinding extends Asked {
  readonly id: string;
  readonly fields: readonly FoundField[];
  readonly cost_micros: number;
  readonly fetched_at: string;
  readonly expires_at: string;
}

export interface NewFinding extends Asked {
  readonly leadId: string;
  readonly fields: readonly FoundField[];
  readonly confidence: number | null;
  readonly costMicros: number;
  readonly fetchedAt: string;
  readonly expiresAt: string;
}

const COLUMNS = sql`id, provider, asked, fields, cost_micros, fetched_at, expires_at`;

/** What providers have said of leads, and what of that was written into them. */
@Injectable()
export class EnrichmentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_enrichments');
  }

  /** What was said to these questions and still holds. */
  async holding(ownerId: string, questions: readonly Asked[]): Promise<KeptFinding[]> {
    if (questions.length === 0) return [];
    const { rows } = await sql<KeptFinding>`
      select ${COLUMNS} from lead_enrichments
      where created_by = ${ownerId} and expires_at > now() and (provider, asked) in (
        select provider, asked from json_to_recordset(${JSON.stringify(questions)}::json) as wanted(provider text, asked text))`.execute(
      this.tables,
    );
    return rows;
  }

  /** Keeps what was said, in the place of what had been said to the same question. */
  async keep(ownerId: string, said: NewFinding): Promise<void> {
    await sql`
      insert into lead_enrichments (id, created_by, lead_id, provider, asked, fields, confidence, cost_micros, fetched_at, expires_at)
      values (${newId()}, ${ownerId}, ${said.leadId}, ${said.provider}, ${said.asked}, ${JSON.stringify(said.fields)}::jsonb,
        ${said.confidence}, ${said.costMicros}, ${said.fetchedAt}, ${said.expiresAt})
      on conflict (created_by, provider, asked) do update set lead_id = excluded.lead_id, fields = excluded.fields,
        confidence = excluded.confidence, cost_micros = excluded.cost_micros, fetched_at = excluded.fetched_at,
        expires_at = excluded.expires_at`.execute(this.tables);
  }

  /** The lead as it stands; nobody else changes it until the transaction ends. */
  async hold(ownerId: string, leadId: string): Promise<Lead | undefined> {
    const { rows } = await sql<LeadRow>`
      with held as (select * from leads where id = ${leadId} and created_by = ${ownerId} for update)
      select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from held) lead`.execute(
      this.tables,
    );
    return rows[0] && toLead(rows[0]);
  }

  /** Writes what is planned in the name of the writer, and answers the lead as it is then. */
  async write(ownerId: string, leadId: string, plan: WritePlan, writer: string): Promise<Lead | undefined> {
    const columns = Object.entries(plan.columns).map(([name, value]) => sql`${sql.ref(name)} = ${value}`);
    const { rows } = await sql<LeadRow>`
      with changed as (
        update leads set ${sql.join([
          sql`writer = ${writer}`,
          sql`custom_fields = custom_fields || ${JSON.stringify(plan.customFields)}::jsonb`,
          sql`enriched_data = coalesce(enriched_data, '{}'::jsonb) || ${JSON.stringify(plan.data)}::jsonb`,
          ...columns,
        ])}
        where id = ${leadId} and created_by = ${ownerId} returning *
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from changed) lead`.execute(
      this.tables,
    );
    return rows[0] && toLead(rows[0]);
  }

  /** What providers have said of a lead, newest first; also what no longer holds. */
  async list(
    ownerId: string,
    leadId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<Page<KeptFinding>> {
    const after = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = after ? sql`and (fetched_at, id) < (${after.at}::timestamptz, ${after.name}::uuid)` : sql``;
    const { rows } = await sql<KeptFinding>`
      select ${COLUMNS} from lead_enrichments where lead_id = ${leadId} and created_by = ${ownerId} ${rest}
      order by fetched_at desc, id desc limit ${sql.lit(limit + 1)}`.execute(this.tables);
    return toPage(rows, limit, ({ fetched_at, id }) => [fetched_at, id]);
  }

  /** Forgets what no longer holds since a time. */
  forget(before: Date, atMost: number): Promise<number> {
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, { table: 'lead_enrichments', column: 'expires_at' }, before, atMost),
    );
  }
}
