import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** A key that is this request's to use; `lock` tells its run from a later one that took the key over. */
export interface Claim {
  scope: string;
  key: string;
  lock: string;
}

export interface KeptAnswer {
  state: 'running' | 'done';
  sameRequest: boolean;
  status: number | null;
  body: string | null;
}

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
  ): Promise<{ state: 'claimed'; lock: string } | KeptAnswer> {
    const lockedUntil = sql<string>`clock_timestamp() + ${lockSeconds}::int * interval '1 second'`;
    const fresh = {
      state: 'running',
      status: null,
      body: null,
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
  async keep({ scope, key, lock }: Claim, answer: { status: number; body: string }): Promise<void> {
    await this.database.asService('platform.bookkeeping', () =>
      this.tables
        .updateTable('app.idempotency_keys')
        .set({ state: 'done', status: answer.status, body: answer.body })
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

  async forgetOld(): Promise<void> {
    await this.database.asService('platform.bookkeeping', () =>
      this.tables
        .deleteFrom('app.idempotency_keys')
        .where('created_at', '<', sql<never>`now() - interval '25 hours'`)
        .execute(),
    );
  }

  /** A key that has just been given back counts as running: the caller comes again. */
  private async kept(scope: string, key: string, requestHash: Buffer): Promise<KeptAnswer> {
    const row = await this.tables
      .selectFrom('app.idempotency_keys')
      .select(['state', 'status', 'body', 'request_hash'])
      .where('scope', '=', scope)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row) return { state: 'running', sameRequest: true, status: null, body: null };
    return {
      state: row.state === 'done' ? 'done' : 'running',
      sameRequest: requestHash.equals(row.request_hash),
      status: row.status,
      body: row.body,
    };
  }
}
