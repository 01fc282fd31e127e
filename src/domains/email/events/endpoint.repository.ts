import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { EventProvider } from './mail-event.js';

/** What its owner says of an endpoint. */
export interface EndpointContent {
  name: string;
  addresses: string[];
  topic: string | null;
  active: boolean;
}

/** An endpoint as the table holds it. */
export interface StoredEndpoint extends EndpointContent {
  id: string;
  provider: EventProvider;
  key: string;
  events_count: number;
  last_event_at: string | null;
  created_at: string;
}

const COLUMNS = [
  ...(['id', 'name', 'provider', 'key', 'options', 'active'] as const),
  ...(['events_count', 'last_event_at', 'created_at'] as const),
] as const;

@Injectable()
export class EndpointRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_event_endpoints', 'email_event_tokens', 'app.mail_event_tokens');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<StoredEndpoint>> {
    const own = this.tables
      .selectFrom('email_event_endpoints')
      .select(COLUMNS)
      .where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map((row) => toEndpoint(row as unknown as Row)), nextCursor };
  }

  async find(ownerId: string, id: string): Promise<StoredEndpoint | undefined> {
    const row = await this.tables
      .selectFrom('email_event_endpoints')
      .select(COLUMNS)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toEndpoint(row as unknown as Row);
  }

  /** An active endpoint, whoever owns it. */
  async receiving(key: string): Promise<(StoredEndpoint & { ownerId: string }) | undefined> {
    const row = await this.database.asService('email.track', () =>
      this.tables
        .selectFrom('email_event_endpoints')
        .select([...COLUMNS, 'created_by'])
        .where('key', '=', key)
        .where('active', '=', true)
        .executeTakeFirst(),
    );
    if (!row) return undefined;
    const { created_by: ownerId, ...endpoint } = row;
    return { ...toEndpoint(endpoint as unknown as Row), ownerId };
  }

  /** The new endpoint; nothing when its owner has so many already. */
  async add(
    ownerId: string,
    { provider, key, ...content }: EndpointContent & { provider: EventProvider; key: string },
    atMost: number,
  ): Promise<StoredEndpoint | undefined> {
    const { rows } = await sql<Row>`
      insert into email_event_endpoints (id, created_by, name, provider, key, options, active)
      select ${newId()}::uuid, ${ownerId}::uuid, ${content.name}, ${provider}, ${key}, ${optionsOf(content)}::jsonb,
        ${content.active}::boolean
      where (select count(*) from email_event_endpoints where created_by = ${ownerId}) < ${atMost}
      returning ${sql.join(COLUMNS.map((name) => sql.ref(name)))}`.execute(this.tables);
    return rows[0] && toEndpoint(rows[0]);
  }

  async change(ownerId: string, id: string, content: EndpointContent): Promise<StoredEndpoint | undefined> {
    const row = await this.tables
      .updateTable('email_event_endpoints')
      .set({ name: content.name, active: content.active, options: optionsOf(content) })
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .returning(COLUMNS)
      .executeTakeFirst();
    return row && toEndpoint(row as unknown as Row);
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_event_endpoints')
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Counts events that were taken, in their transaction. */
  async count(ownerId: string, id: string, events: number): Promise<void> {
    await sql`
      update email_event_endpoints set events_count = events_count + ${events}::integer, last_event_at = now()
      where id = ${id} and created_by = ${ownerId}`.execute(this.tables);
  }

  /** Keeps the topic of the first subscription that was confirmed. */
  async bind(ownerId: string, id: string, topic: string): Promise<void> {
    await sql`
      update email_event_endpoints set options = options || jsonb_build_object('topic', ${topic}::text)
      where id = ${id} and created_by = ${ownerId} and options ->> 'topic' is null`.execute(this.tables);
  }

  /** Spends a token that is good once; false when it was spent before. Old ones are forgotten: their time would refuse them. */
  async spend(ownerId: string, id: string, token: string): Promise<boolean> {
    await sql`delete from email_event_tokens where created_by = ${ownerId} and created_at < now() - interval '1 hour'`.execute(
      this.tables,
    );
    const { rows } = await sql`
      insert into email_event_tokens (endpoint_id, created_by, token) values (${id}, ${ownerId}, ${token})
      on conflict do nothing returning token`.execute(this.tables);
    return rows.length > 0;
  }

  /** The same for an endpoint of the platform's own, whose events are about mail of every owner. */
  spendOfPlatform(key: string, token: string): Promise<boolean> {
    return this.database.asService('email.track', async () => {
      await sql`delete from app.mail_event_tokens where created_at < now() - interval '1 hour'`.execute(
        this.tables,
      );
      const { rows } = await sql`
        insert into app.mail_event_tokens (key, token) values (${key}, ${token})
        on conflict do nothing returning token`.execute(this.tables);
      return rows.length > 0;
    });
  }
}

type Row = Omit<StoredEndpoint, 'addresses' | 'topic'> & {
  options: { addresses?: string[]; topic?: string | null };
};

function toEndpoint({ options, ...row }: Row): StoredEndpoint {
  return {
    ...row,
    events_count: Number(row.events_count),
    addresses: options.addresses ?? [],
    topic: options.topic ?? null,
  };
}

function optionsOf({ addresses, topic }: EndpointContent): string {
  return JSON.stringify({ addresses, topic });
}
