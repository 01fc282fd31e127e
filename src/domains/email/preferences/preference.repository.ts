import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** What one reader of one owner has chosen. */
export interface Preferences {
  readonly topics: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly wanted: boolean;
  }[];
  /** Nothing is sent before; null when nothing is paused. */
  readonly pausedUntil: string | null;
  /** Nothing but what was asked for is sent any more. */
  readonly allOff: boolean;
}

/** What a reader chooses now. */
export interface Choice {
  /** The topics that are wanted; those of others are none of ours. */
  readonly wanted: readonly string[];
  /** Days for which nothing is to be sent; 0 for none, undefined to leave it as it is. */
  readonly pauseDays: number | undefined;
}

/** Preferences of the recipient of one message, which a signed link names. */
@Injectable()
export class PreferenceRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_messages',
      'email_topics',
      'email_topics_declined',
      'email_pauses',
      'email_suppressions',
    );
  }

  /** Undefined when the message is gone. */
  async of(messageId: string): Promise<Preferences | undefined> {
    const { rows } = await this.asReader(() =>
      sql<Preferences>`
        select coalesce((
            select json_agg(json_build_object('id', t.id, 'name', t.name, 'description', t.description, 'wanted', d.topic_id is null)
              order by t.position, t.name, t.id)
            from email_topics t left join email_topics_declined d
              on d.topic_id = t.id and d.created_by = m.created_by and d.email_norm = m.email_norm
            where t.created_by = m.created_by), '[]') as topics,
          (select p.until from email_pauses p
           where p.created_by = m.created_by and p.email_norm = m.email_norm and p.until > now()) as "pausedUntil",
          exists (select from email_suppressions s where s.created_by = m.created_by and s.email_norm = m.email_norm) as "allOff"
        from email_messages m where m.id = ${messageId}`.execute(this.tables),
    );
    return rows[0];
  }

  /** Keeps the choice; false when the message is gone. Choosing takes an unsubscription back, and nothing else that stands against mail. */
  choose(messageId: string, { wanted, pauseDays }: Choice): Promise<boolean> {
    return this.asReader(() =>
      this.database.transaction(async () => {
        const { rows } = await sql<{ owner: string; address: string }>`
          select created_by as owner, email_norm as address from email_messages where id = ${messageId}`.execute(
          this.tables,
        );
        const [reader] = rows;
        if (!reader) return false;
        const { owner, address } = reader;
        await sql`
          with taken as (
            delete from email_topics_declined where created_by = ${owner} and email_norm = ${address}
              and topic_id = any (${[...wanted]}::uuid[])
          )
          insert into email_topics_declined (topic_id, created_by, email_norm)
          select id, created_by, ${address} from email_topics
          where created_by = ${owner} and id <> all (${[...wanted]}::uuid[])
          on conflict do nothing`.execute(this.tables);
        await this.wantsMailAgain(owner, address);
        if (pauseDays !== undefined) await this.pause(owner, address, pauseDays);
        return true;
      }),
    );
  }

  private async wantsMailAgain(owner: string, address: string): Promise<void> {
    await sql`
      delete from email_suppressions
      where created_by = ${owner} and email_norm = ${address} and reason = 'unsubscribed'`.execute(
      this.tables,
    );
    await sql`
      update email_suppressions set refusal = null
      where created_by = ${owner} and email_norm = ${address} and refusal = 'unsubscribed'`.execute(
      this.tables,
    );
  }

  private async pause(owner: string, address: string, days: number): Promise<void> {
    if (days === 0)
      await sql`delete from email_pauses where created_by = ${owner} and email_norm = ${address}`.execute(
        this.tables,
      );
    else
      await sql`
        insert into email_pauses (created_by, email_norm, until)
        values (${owner}, ${address}, now() + ${days}::integer * interval '1 day')
        on conflict (created_by, email_norm) do update set until = excluded.until`.execute(this.tables);
  }

  private asReader<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('email.track', work);
  }
}
