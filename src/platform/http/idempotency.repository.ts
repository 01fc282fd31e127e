import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

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
  claim(scope: string, key: string, requestHash: Buffer): Promise<KeptAnswer | undefined> {
    return this.database.asService('platform.bookkeeping', async () => {
      const taken = await this.tables
        .insertInto('app.idempotency_keys')
        .values({ scope, key, request_hash: requestHash, locked_until: sql`now() + interval '60 seconds'` })
        .onConflict((conflict) =>
          conflict
            .columns(['scope', 'key'])
            .doUpdateSet({
              state: 'running',
              status: null,
              body: null,
              request_hash: requestHash,
              created_at: sql`now()`,
              locked_until: sql`now() + interval '60 seconds'`,
            })
            .where(
              sql<boolean>`(idempotency_keys.state = 'running' and idempotency_keys.locked_until < now())
                or idempotency_keys.created_at < now() - interval '24 hours'`,
            ),
        )
        .returning('key')
        .executeTakeFirst();
      return taken ? undefined : this.kept(scope, key, requestHash);
    });
  }

  /** Keeps the answer of a finished run for 24 hours. */
  async keep(scope: string, key: string, answer: { status: number; body: string }): Promise<void> {
    await this.database.asService('platform.bookkeeping', () =>
      this.tables
        .updateTable('app.idempotency_keys')
        .set({ state: 'done', status: answer.status, body: answer.body })
        .where('scope', '=', scope)
        .where('key', '=', key)
        .execute(),
    );
  }

  /** Gives the key back after a run that may be tried again. */
  async release(scope: string, key: string): Promise<void> {
    await this.database.asService('platform.bookkeeping', () =>
      this.tables
        .deleteFrom('app.idempotency_keys')
        .where('scope', '=', scope)
        .where('key', '=', key)
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

  private async kept(scope: string, key: string, requestHash: Buffer): Promise<KeptAnswer | undefined> {
    const row = await this.tables
      .selectFrom('app.idempotency_keys')
      .select(['state', 'status', 'body', 'request_hash'])
      .where('scope', '=', scope)
      .where('key', '=', key)
      .executeTakeFirst();
    if (!row) return undefined;
    return {
      state: row.state === 'done' ? 'done' : 'running',
      sameRequest: requestHash.equals(row.request_hash),
      status: row.status,
      body: row.body,
    };
  }
}
