import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { FinishedAnswer } from './replayed-answer.js';

/** A key that is this request's to use; `lock` tells its run from a later one that took the key over. */
export interface Claim {
  scope: string;
  key: string;
  lock: string;
}

/** What somebody's earlier run has left under the key. */
export type Kept = { sameRequest: boolean } & (
  | { state: 'running' }
  | {
      state: 'done';
      answer: FinishedAnswer;
      /** SHA-256 of the body when it was streamed. */
      contentHash: Uint8Array | null;
    }
);

/** Answers kept under the caller, the route and the caller's Idempotency-Key. */
@Injectable()
export class IdempotencyRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('app.idempotency_keys');
  }

  /** Takes the key for one run; answers what is kept under it when somebody has it already. */
  claim(
    scope: string,
    key: string,
    requestHash: Buffer,
    lockSeconds: number,
  ): Promise<{ state: 'claimed'; lock: string } | Kept> {
    const lockedUntil = sql<string>`clock_timestamp() + ${lockSeconds}::int * interval '1 second'`;
    const fresh = {
      state: 'running',
      status: null,
      content_type: null,
      body: null,
      content_hash: null,
      request_hash: requestHash,
      locked_until: lockedUntil,
    };
    return this.database.asService('platform.bookkeeping', async () => {
      const taken = await this.tables
        .insertInto('app.idempotency_keys')
        .values({ scope, key, ...fresh })
        .onConflict((conflict) =>
          conflict
            .columns(['scope', 'key'])
            .doUpdateSet({ ...fresh, created_at: sql`now()` })
            .where(
              sql<boolean>`(idempotency_keys.state = 'running' and idempotency_keys.locked_until < now())
                or idempotency_keys.created_at < now() - interval '24 hours'`,
            ),
        )
        .returning('locked_until')
        .executeTakeFirst();
      return taken ? { state: 'claimed', lock: taken.locked_until } : this.kept(scope, key, requestHash);
    });
  }

  /** Keeps the answer of a finished run for 24 hours. */
  async keep(
    { scope, key, lock }: Claim,
    { status, contentType, body, contentHash }: FinishedAnswer & { contentHash: Buffer | null },
  ): Promise<void> {
    await this.database.asService('platform.bookkeeping', () =>
      this.tables
        .updateTable('app.idempotency_keys')
        .set({ state: 'done', status, content_type: contentType, body, content_hash: contentHash })
        .where('scope', '=', scope)
        .where('key', '=', key)
        .where('locked_until', '=', lock)
        .execute(),
    );
  }

  /** Gives the key back after a run that may be tried again. */
  async release({ scope, key, lock }: Claim): Promise<void> {
    await this.database.asService('platform.bookkeeping', () =>
      this.tables
        .deleteFrom('app.idempotency_keys')
        .where('scope', '=', scope)
        .where('key', '=', key)
        .where('locked_until', '=', lock)
        .where('state', '=', 'running')
        .execute(),
    );
  }

  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'app.idempotency_keys', column: 'created_at' } as const;
    return this.database.asService('platform.bookkeeping', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  /** A key that has just been given back counts as running: the caller comes again. */
  private async kept(scope: string, key: string, requestHash: Buffer): Promise<Kept> {
    const row = await this.tables
      .selectFrom('app.idempotency_keys')
      .select(['state', 'status', 'content_type', 'body', 'request_hash', 'content_hash'])
      .where('scope', '=', scope)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row) return { state: 'running', sameRequest: true };
    const sameRequest = requestHash.equals(row.request_hash);
    if (row.state !== 'done') return { state: 'running', sameRequest };
    const contentType = row.content_type ?? 'application/json; charset=utf-8';
    const answer = { status: row.status ?? 200, contentType, body: row.body ?? '' };
    return { state: 'done', sameRequest, answer, contentHash: row.content_hash };
  }
}
