import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { CreateLeadField, LeadField, UpdateLeadField } from './lead-field.dto.js';

const FIELDS_AT_MOST = 200;
const COLUMNS = ['key', 'label', 'type', 'options', 'required', 'created_at', 'updated_at'] as const;

@Injectable()
export class LeadFieldRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_fields');
  }

  /** In the order in which they were defined; never more than 200. */
  async list(ownerId: string): Promise<LeadField[]> {
    const rows = await this.tables
      .selectFrom('lead_fields')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .orderBy('created_at')
      .orderBy('key')
      .execute();
    return rows as LeadField[];
  }

  /** The new field; nothing when the owner has as many as one may have. A key that is taken breaks `lead_fields_pkey`. */
  async add(
    ownerId: string,
    { key, label = key, type, options = [], required = false }: CreateLeadField,
  ): Promise<LeadField | undefined> {
    const { rows } = await sql<LeadField>`
      insert into lead_fields (created_by, key, label, type, options, required)
      select ${ownerId}::uuid, ${key}, ${label}, ${type}, ${options}::text[], ${required}::boolean
      where (select count(*) from lead_fields where created_by = ${ownerId}) < ${FIELDS_AT_MOST}
      returning ${sql.join(COLUMNS.map((name) => sql.ref(name)))}`.execute(this.tables);
    return rows[0];
  }

  async change(ownerId: string, key: string, { label, options, required }: UpdateLeadField): Promise<void> {
    await sql`
      update lead_fields set label = coalesce(${label ?? null}, label), options = coalesce(${options ?? null}::text[], options),
        required = coalesce(${required ?? null}::boolean, required)
      where created_by = ${ownerId} and key = ${key}`.execute(this.tables);
  }

  async remove(ownerId: string, key: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('lead_fields')
      .where('created_by', '=', ownerId)
      .where('key', '=', key)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
