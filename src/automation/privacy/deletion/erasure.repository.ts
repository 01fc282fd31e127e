import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { ErasureReceipt } from './deletion.dto.js';

/** A deletion that somebody has begun or goes on with. */
export interface BegunErasure {
  readonly userId: string;
  /** Until then what was at work when the account was closed may still write. */
  readonly settlesInMs: number;
}

/** Deletions of whole accounts, and the receipts that are left of them. */
@Injectable()
export class ErasureRepository {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
  ) {}

  private get tables() {
    return this.database.tables('app.account_erasures');
  }

  async add(erasureId: string, userId: string, digest: string): Promise<void> {
    await this.asService(sql`
      insert into app.account_erasures (id, user_id, digest) values (${erasureId}::uuid, ${userId}::uuid, ${digest})`);
  }

  /** Takes the work over from whoever was at it; nothing when it is done. */
  async begin(erasureId: string, attempt: string): Promise<BegunErasure | undefined> {
    const { rows } = await this.asService(sql<BegunErasure>`
      update app.account_erasures set status = 'running', attempt = ${attempt}::uuid, looked_after_at = now(),
        started_at = coalesce(started_at, now())
      where id = ${erasureId}::uuid and status <> 'completed'
      returning user_id as "userId", greatest(0, 1000 * extract(epoch from
        requested_at + make_interval(secs => ${this.settings.ERASURE_SETTLE_SECONDS}) - clock_timestamp()))::float8 as "settlesInMs"`);
    return rows[0];
  }

  /** Counts what was removed; false when another attempt has begun. Holds the others off until the transaction ends. */
  async tally(erasureId: string, attempt: string, what: string, rows: number): Promise<boolean> {
    const { rows: held } = await this.asService(sql`
      update app.account_erasures set looked_after_at = now(),
        counts = jsonb_set(counts, array[${what}::text], to_jsonb(coalesce((counts ->> ${what}::text)::int, 0) + ${rows}::int))
      where id = ${erasureId}::uuid and attempt = ${attempt}::uuid and status = 'running' returning id`);
    return held.length > 0;
  }

  /** Where it is known what became of the user, all rows were gone once: files that are found now have come since. */
  async tellFiles(erasureId: string, attempt: string, files: number): Promise<void> {
    await this.asService(sql`
      update app.account_erasures set
        files = case when identity is null then greatest(files, ${files}::int) else files + ${files}::int end
      where id = ${erasureId}::uuid and attempt = ${attempt}::uuid`);
  }

  /** What became of the user when they were removed first. Nobody needs to look after the deletion until so long from now. */
  async tellIdentity(erasureId: string, attempt: string, identity: string, restsMs: number): Promise<void> {
    await this.asService(sql`
      update app.account_erasures set identity = coalesce(identity, ${identity}),
        looked_after_at = now() + ${restsMs}::float8 * interval '1 millisecond'
      where id = ${erasureId}::uuid and attempt = ${attempt}::uuid`);
  }

  /** Nothing is left but the receipt; false when another attempt has begun. */
  async complete(erasureId: string, attempt: string): Promise<boolean> {
    const { rows } = await this.asService(sql`
      update app.account_erasures set status = 'completed', completed_at = now(), user_id = null
      where id = ${erasureId}::uuid and attempt = ${attempt}::uuid and status = 'running' returning id`);
    return rows.length > 0;
  }

  async receipt(erasureId: string): Promise<ErasureReceipt | undefined> {
    const { rows } = await this.asService(sql<ErasureReceipt>`
      select id, status, digest, counts, files, identity, requested_at, completed_at
      from app.account_erasures where id = ${erasureId}::uuid`);
    return rows[0];
  }

  /** Those that nobody has looked after for ten minutes. */
  async abandoned(atMost: number): Promise<string[]> {
    const { rows } = await this.asService(sql<{ id: string }>`
      update app.account_erasures set looked_after_at = now() where id = any(array(
        select id from app.account_erasures
        where status <> 'completed' and looked_after_at < now() - interval '10 minutes'
        order by looked_after_at limit ${atMost} for update skip locked)) returning id`);
    return rows.map(({ id }) => id);
  }

  private asService<Row>(query: ReturnType<typeof sql<Row>>) {
    return this.database.asService('privacy.erase', () => query.execute(this.tables));
  }
}
