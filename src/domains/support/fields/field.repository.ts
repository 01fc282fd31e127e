import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { NewTicketField, TicketField, UpdateTicketField } from './field.dto.js';
import type { FieldValue } from './field-value.js';

const COLUMNS = [
  'key',
  'label',
  'type',
  'options',
  'visibility',
  'required',
  'position',
  'created_at',
  'updated_at',
] as const;

/** A value that a ticket is to have in a field; null for none. */
export interface ValueDraft {
  readonly key: string;
  readonly visibility: 'public' | 'internal';
  readonly value: FieldValue | null;
}

/** Custom fields of tickets, and what tickets say in them. */
@Injectable()
export class FieldRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_fields', 'support_field_values');
  }

  /** In the order in which they are shown. */
  async all(): Promise<TicketField[]> {
    const rows = await this.asDesk(() =>
      this.tables.selectFrom('support_fields').select(COLUMNS).orderBy('position').orderBy('key').execute(),
    );
    return rows as TicketField[];
  }

  async add(by: string, field: NewTicketField): Promise<TicketField> {
    const { key, label, type, options = [], visibility = 'internal', required = false, position = 0 } = field;
    const row = await this.asDesk(() =>
      this.tables
        .insertInto('support_fields')
        .values({ key, label, type, options, visibility, required, position, created_by: by })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow(),
    );
    return row as TicketField;
  }

  /** Values follow the visibility of their field. */
  async update(
    key: string,
    { label, options, visibility, required, position }: UpdateTicketField,
  ): Promise<TicketField | undefined> {
    return this.asDesk(async () => {
      const row = await this.tables
        .updateTable('support_fields')
        .set({
          key,
          ...(label !== undefined && { label }),
          ...(options && { options }),
          ...(visibility && { visibility }),
          ...(required !== undefined && { required }),
          ...(position !== undefined && { position }),
        })
        .where('key', '=', key)
        .returning(COLUMNS)
        .executeTakeFirst();
      if (row && visibility)
        await this.tables
          .updateTable('support_field_values')
          .set({ visibility })
          .where('key', '=', key)
          .where('visibility', '<>', visibility)
          .execute();
      return row as TicketField | undefined;
    });
  }

  /** With what tickets say in it. */
  async remove(key: string): Promise<boolean> {
    const rows = await this.asDesk(() =>
      this.tables.deleteFrom('support_fields').where('key', '=', key).returning('key').execute(),
    );
    return rows.length > 0;
  }

  async setValues(
    ticket: { id: string; user_id: string | null },
    values: readonly ValueDraft[],
  ): Promise<void> {
    const emptied = values.filter(({ value }) => value === null).map(({ key }) => key);
    const kept = values.filter(({ value }) => value !== null);
    await this.asDesk(async () => {
      if (emptied.length > 0)
        await this.tables
          .deleteFrom('support_field_values')
          .where('ticket_id', '=', ticket.id)
          .where('key', 'in', emptied)
          .execute();
      if (kept.length > 0)
        await this.tables
          .insertInto('support_field_values')
          .values(
            kept.map(({ key, visibility, value }) => ({
              ticket_id: ticket.id,
              user_id: ticket.user_id,
              key,
              visibility,
              value: JSON.stringify(value),
            })),
          )
          .onConflict((conflict) =>
            conflict.columns(['ticket_id', 'key']).doUpdateSet({
              value: sql`excluded.value`,
              visibility: sql`excluded.visibility`,
            }),
          )
          .execute();
    });
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}
