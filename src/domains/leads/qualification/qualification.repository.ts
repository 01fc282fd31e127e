import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Lead } from '../lead.answers.dto.js';
import type { LeadStatus } from '../lead.dto.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from '../lead-row.repository.js';

/** What leads have in common. */
export interface LeadPatterns {
  readonly total: number;
  readonly topIndustries: readonly { readonly industry: string; readonly leads: number }[];
  readonly companySizes: Readonly<Record<string, number>>;
  readonly sources: Readonly<Record<string, number>>;
}

interface PatternRow {
  industry: string | null;
  company_size: string | null;
  source: string | null;
  kind: 'all' | 'industry' | 'size' | 'source';
  leads: number;
}

const INDUSTRIES_SHOWN = 5;

/** What is concluded about leads, many in one statement. */
@Injectable()
export class QualificationRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads');
  }

  /** In the order of the ids; those that are not the owner's are left out. */
  async many(ownerId: string, ids: readonly string[]): Promise<Lead[]> {
    const { rows } = await sql<LeadRow>`
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads where created_by = ${ownerId} and id = any(${ids}::uuid[])
      ) lead`.execute(this.tables);
    const byId = new Map(rows.map(toLead).map((lead) => [lead.id, lead]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  async newest(ownerId: string, limit: number): Promise<Lead[]> {
    const { rows } = await sql<LeadRow>`
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads where created_by = ${ownerId}
        order by leads.created_at desc, leads.id desc limit ${limit}
      ) lead`.execute(this.tables);
    return rows.map(toLead);
  }

  async recordScores(ownerId: string, scores: readonly { id: string; score: number }[]): Promise<number> {
    const ids = scores.map(({ id }) => id);
    const values = scores.map(({ score }) => score);
    const { numAffectedRows } = await sql`
      update leads set lead_score = given.score, writer = 'agent'
      from unnest(${ids}::uuid[], ${values}::int[]) as given (id, score)
      where leads.id = given.id and leads.created_by = ${ownerId}`.execute(this.tables);
    return Number(numAffectedRows ?? 0);
  }

  /** One pass over the owner's leads, or those of one status. */
  async patterns(ownerId: string, status: LeadStatus | undefined): Promise<LeadPatterns> {
    const ofStatus = status === undefined ? sql`` : sql`and coalesce(status, 'new') = ${status}::lead_status`;
    const { rows } = await sql<PatternRow>`
      select industry, company_size::text as company_size, source,
        case grouping(industry, company_size, source)
          when 7 then 'all' when 3 then 'industry' when 5 then 'size' else 'source' end as kind,
        count(*) as leads
      from leads where created_by = ${ownerId} ${ofStatus}
      group by grouping sets ((), (industry), (company_size), (source))
      order by leads desc`.execute(this.tables);
    return toPatterns(rows);
  }
}

function toPatterns(rows: readonly PatternRow[]): LeadPatterns {
  const counts = (kind: PatternRow['kind'], key: 'company_size' | 'source'): Record<string, number> =>
    Object.fromEntries(
      rows.filter((row) => row.kind === kind).map((row) => [row[key] ?? 'unknown', row.leads]),
    );
  return {
    total: rows.find(({ kind }) => kind === 'all')?.leads ?? 0,
    topIndustries: rows
      .filter(({ kind, industry }) => kind === 'industry' && industry !== null && industry !== '')
      .slice(0, INDUSTRIES_SHOWN)
      .map(({ industry, leads }) => ({ industry: industry ?? '', leads })),
    companySizes: counts('size', 'company_size'),
    sources: counts('source', 'source'),
  };
}
