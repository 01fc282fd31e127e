import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { PersonErasure } from './person.dto.js';
import type { Sought } from './words/sought.js';

const COLUMNS = sql`id, status, mode, digest, counts, originals, requested_at, completed_at`;

/** Erasures of people, and the receipts that are left of them. */
@Injectable()
export class PersonErasureRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('person_erasures');
  }

  async add(
    ownerId: string,
    erasure: Pick<PersonErasure, 'id' | 'mode' | 'digest' | 'counts'>,
    sought: Sought,
  ): Promise<PersonErasure> {
    const { rows } = await sql<PersonErasure>`
      insert into person_erasures (id, user_id, mode, digest, counts, status, sought)
      values (${erasure.id}::uuid, ${ownerId}::uuid, ${erasure.mode}, ${erasure.digest},
        ${JSON.stringify(erasure.counts)}::jsonb, 'running', ${JSON.stringify(sought)}::jsonb)
      returning ${COLUMNS}`.execute(this.tables);
    return rows[0]!;
  }

  /** By what the person is looked for; nothing when that is done. */
  async sought(ownerId: string, erasureId: string): Promise<Sought | undefined> {
    const { rows } = await sql<{ sought: Sought }>`
      update person_erasures set looked_after_at = now()
      where id = ${erasureId}::uuid and user_id = ${ownerId}::uuid and status = 'running'
      returning sought`.execute(this.tables);
    return rows[0]?.sought;
  }

  /** Adds to what was removed, or written over, of a table. */
  async tally(erasureId: string, what: string, rows: number): Promise<void> {
    if (rows === 0) return;
    await sql`
      update person_erasures set looked_after_at = now(),
        counts = jsonb_set(counts, array[${what}::text], to_jsonb(coalesce((counts ->> ${what}::text)::int, 0) + ${rows}::int))
      where id = ${erasureId}::uuid`.execute(this.tables);
  }

  async noteOriginals(erasureId: string, documentIds: readonly string[]): Promise<void> {
    await sql`
      update person_erasures set originals = array(select distinct unnest(originals || ${[...documentIds]}::uuid[]))
      where id = ${erasureId}::uuid`.execute(this.tables);
  }

  /** Nothing is left of it but the receipt. */
  async complete(erasureId: string): Promise<void> {
    await sql`
      update person_erasures set status = 'completed', completed_at = now(), sought = null
      where id = ${erasureId}::uuid and status = 'running'`.execute(this.tables);
  }

  /** Those of every owner that nobody has looked after for ten minutes. */
  async abandoned(atMost: number): Promise<{ ownerId: string; erasureId: string }[]> {
    const { rows } = await this.database.asService('privacy.due', () =>
      sql<{ ownerId: string; erasureId: string }>`
        update person_erasures set looked_after_at = now() where id = any(array(
          select id from person_erasures
          where status = 'running' and looked_after_at < now() - interval '10 minutes'
            and user_id <> all ((select app.owners_at_rest())::uuid[])
          order by looked_after_at limit ${atMost} for update skip locked))
        returning user_id as "ownerId", id as "erasureId"`.execute(this.tables),
    );
    return rows;
  }

  async find(ownerId: string, erasureId: string): Promise<PersonErasure | undefined> {
    const { rows } = await sql<PersonErasure>`
      select ${COLUMNS} from person_erasures
      where id = ${erasureId}::uuid and user_id = ${ownerId}::uuid`.execute(this.tables);
    return rows[0];
  }

  /** Newest first. */
  async list(ownerId: string, { limit, cursor, offset }: PageQuery): Promise<Page<PersonErasure>> {
    const key = cursor === undefined ? undefined : decodeRowCursor(cursor);
    const rest = key ? sql`and (requested_at, id) < (${key.at}::timestamptz, ${key.name}::uuid)` : sql``;
    const { rows } = await sql<PersonErasure>`
      select ${COLUMNS} from person_erasures
      where user_id = ${ownerId} ${rest} order by requested_at desc, id desc
      limit ${limit + 1} offset ${offset ?? 0}`.execute(this.tables);
    return toPage(rows, limit, ({ requested_at, id }) => [requested_at, id]);
  }
}
