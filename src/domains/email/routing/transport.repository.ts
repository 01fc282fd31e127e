import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { TransportOptions, TransportProvider } from '#platform/channels/transports/transport';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';

/** What its owner says of a transport. */
export interface TransportContent {
  name: string;
  options: TransportOptions;
  active: boolean;
  per_minute: number | null;
  per_day: number | null;
}

/** A transport as the table holds it. */
export interface StoredTransport extends TransportContent {
  id: string;
  provider: TransportProvider;
  created_at: string;
  updated_at: string;
}

const COLUMNS = [
  ...(['id', 'name', 'provider', 'options', 'active'] as const),
  ...(['per_minute', 'per_day', 'created_at', 'updated_at'] as const),
] as const;

@Injectable()
export class TransportRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_transports');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<StoredTransport>> {
    const own = this.tables.selectFrom('email_transports').select(COLUMNS).where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toTransport), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<StoredTransport | undefined> {
    const row = await this.tables
      .selectFrom('email_transports')
      .select(COLUMNS)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toTransport(row);
  }

  /** Those that take mail, the oldest first, for a worker that sends in the owner's name. */
  async active(ownerId: string): Promise<StoredTransport[]> {
    const rows = await this.tables
      .selectFrom('email_transports')
      .select(COLUMNS)
      .where('created_by', '=', ownerId)
      .where('active', '=', true)
      .orderBy('created_at')
      .orderBy('id')
      .execute();
    return rows.map(toTransport);
  }

  /** The new transport; nothing when its owner has so many already. */
  async add(
    ownerId: string,
    provider: TransportProvider,
    content: TransportContent,
    atMost: number,
  ): Promise<StoredTransport | undefined> {
    const row = await this.tables
      .insertInto('email_transports')
      .columns(['id', 'created_by', 'provider', 'name', 'options', 'active', 'per_minute', 'per_day'])
      .expression(
        sql`select ${newId()}::uuid, ${ownerId}::uuid, ${provider}, ${content.name}, ${JSON.stringify(content.options)}::jsonb,
          ${content.active}::boolean, ${content.per_minute}::integer, ${content.per_day}::integer
          where (select count(*) from email_transports where created_by = ${ownerId}) < ${atMost}`,
      )
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toTransport(row);
  }

  async change(
    ownerId: string,
    id: string,
    { options, ...content }: TransportContent,
  ): Promise<StoredTransport | undefined> {
    const row = await this.tables
      .updateTable('email_transports')
      .set({ ...content, options: JSON.stringify(options) })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toTransport(row);
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_transports')
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

type Row = Omit<StoredTransport, 'options' | 'provider'> & { options: unknown; provider: string };

function toTransport(row: Row): StoredTransport {
  return {
    ...row,
    provider: row.provider as TransportProvider,
    options: row.options as TransportOptions,
  };
}
