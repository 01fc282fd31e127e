import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Standing } from './standing.js';

interface StandingRow {
  edition: string;
  state: 'resting' | 'closed' | null;
  erase_at: string | null;
}

/** Accounts that rest or are closed, known by a keyed hash of their user. */
@Injectable()
export class AccountRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('app.account_closures', 'app.account_edition');
  }

  /** Changes with every account that rests, returns or is closed, in the transaction in which it does. */
  async edition(): Promise<string> {
    const { rows } = await this.asService(
      sql<{ edition: string }>`select edition::text as edition from app.account_edition`,
    );
    return rows[0]?.edition ?? '';
  }

  async standing(subjects: readonly Buffer[]): Promise<Standing> {
    const { rows } = await this.asService(
      sql<StandingRow>`
        select state, erase_at from app.account_closures where subject = any(${[...subjects]}::bytea[])
        order by state limit 1`,
    );
    const [row] = rows;
    if (!row?.state) return { state: 'open' };
    return row.state === 'closed' ? { state: 'closed' } : { state: 'resting', eraseAt: String(row.erase_at) };
  }

  /** Lets an open account rest; false when it rests already or is closed. Joins the running transaction. */
  async rest(subject: Buffer, userId: string, days: number): Promise<string | undefined> {
    const { rows } = await this.asService(sql<{ erase_at: string }>`
      insert into app.account_closures (subject, user_id, state, erase_at)
      values (${subject}, ${userId}::uuid, 'resting', now() + ${days}::float8 * interval '1 day')
      on conflict do nothing returning erase_at`);
    return rows[0]?.erase_at;
  }

  /** The account is open again; false when it did not rest. */
  async lift(userId: string): Promise<boolean> {
    const { rows } = await this.asService(sql`
      delete from app.account_closures where user_id = ${userId}::uuid and state = 'resting' returning state`);
    return rows.length > 0;
  }

  /** Closes an account for good, whether it has rested or not; false when it is closed already. */
  async close(subject: Buffer, userId: string): Promise<boolean> {
    const { rows } = await this.asService(sql`
      insert into app.account_closures as known (subject, user_id, state) values (${subject}, ${userId}::uuid, 'closed')
      on conflict (subject) do update set state = 'closed' where known.state = 'resting' returning state`);
    return rows.length > 0;
  }

  /** Nothing is left of it but that it is closed. */
  async forgetUser(userId: string): Promise<void> {
    await this.asService(sql`
      update app.account_closures set user_id = null, erase_at = null
      where user_id = ${userId}::uuid and state = 'closed'`);
  }

  /** Resting accounts whose time has come, held for the rest of the transaction. */
  async due(atMost: number): Promise<string[]> {
    const { rows } = await this.asService(sql<{ user_id: string }>`
      select user_id from app.account_closures where state = 'resting' and erase_at <= now()
      order by erase_at limit ${atMost} for update skip locked`);
    return rows.map(({ user_id: userId }) => userId);
  }

  private asService<Row>(query: ReturnType<typeof sql<Row>>) {
    return this.database.asService('accounts.closures', () => query.execute(this.tables));
  }
}
