import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import type { Lead } from './lead.answers.dto.js';
import { columnsOf, type LeadValues } from './lead-columns.js';
import { LEAD_COLUMNS, type LeadRow, toLead } from './lead-row.repository.js';

@Injectable()
export class LeadRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('leads', 'lead_activities');
  }

  find(ownerId: string, leadId: string): Promise<Lead | undefined> {
    return this.read(ownerId, leadId, sql``);
  }

  /** Held until the transaction ends. */
  hold(ownerId: string, leadId: string): Promise<Lead | undefined> {
    return this.read(ownerId, leadId, sql`for no key update`);
  }

  /** The new lead, or nothing when its owner already has one with this address. */
  async add(ownerId: string, values: LeadValues & { email: string }): Promise<Lead | undefined> {
    const columns = { source: 'manual', ...parametersOf(values) };
    const { rows } = await sql<LeadRow>`
      with added as (
        insert into leads (id, created_by, ${sql.join(Object.keys(columns).map((name) => sql.ref(name)))})
        values (${newId()}, ${ownerId}, ${sql.join(Object.values(columns))})
        on conflict (created_by, email_norm) do nothing returning *
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from added) lead`.execute(
      this.tables,
    );
    return rows[0] && toLead(rows[0]);
  }

  async change(ownerId: string, leadId: string, values: LeadValues): Promise<Lead | undefined> {
    const columns = Object.entries(parametersOf(values));
    if (columns.length === 0) return this.find(ownerId, leadId);
    const { rows } = await sql<LeadRow>`
      with changed as (
        update leads set writer = 'person', ${sql.join(columns.map(([name, value]) => sql`${sql.ref(name)} = ${value}`))}
        where id = ${leadId} and created_by = ${ownerId} returning *
      ) select row_to_json(lead)::text as json from (select ${LEAD_COLUMNS} from changed) lead`.execute(
      this.tables,
    );
    return rows[0] && toLead(rows[0]);
  }

  /** Notes it in the history, which stays; answers what the lead was reached by and agreed to, undefined when there is none. */
  async remove(
    ownerId: string,
    leadId: string,
  ): Promise<{ email: string | null; consent: string } | undefined> {
    const { rows } = await sql<{ email: string | null; consent: string }>`
      with gone as (
        delete from leads where id = ${leadId} and created_by = ${ownerId} returning email, consent
      ), noted as (
        insert into lead_activities (id, lead_id, created_by, activity_type, activity_data, source)
        select ${newId()}::uuid, ${leadId}::uuid, ${ownerId}::uuid, 'deleted', '{}', 'person' from gone
      ) select email, consent from gone`.execute(this.tables);
    return rows[0];
  }

  private async read(ownerId: string, leadId: string, held: RawBuilder<unknown>): Promise<Lead | undefined> {
    const { rows } = await sql<LeadRow>`
      select row_to_json(lead)::text as json from (
        select ${LEAD_COLUMNS} from leads where id = ${leadId} and created_by = ${ownerId} ${held}
      ) lead`.execute(this.tables);
    return rows[0] && toLead(rows[0]);
  }
}

/** As the driver takes them. A score that is said here is a person's: rules keep away from it. */
function parametersOf(values: LeadValues): Record<string, unknown> {
  const { custom_fields, ...columns } = columnsOf(values);
  const held = columns['lead_score'] !== undefined && { score_held: true };
  return {
    ...columns,
    ...held,
    ...(custom_fields !== undefined && { custom_fields: JSON.stringify(custom_fields) }),
  };
}
