import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { LeadTraitsBody } from '../sequence.dto.js';

/** Somebody on the way through a sequence that has a goal. */
export interface Aiming {
  readonly id: string;
  readonly sequenceId: string;
  readonly leadId: string;
  readonly goal: LeadTraitsBody;
}

/** Who leaves sequences between two steps. */
@Injectable()
export class ExitRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      ...(['email_sequence_exits', 'email_sequence_enrolments', 'email_sequences'] as const),
      'email_suppressions',
    );
  }

  /** Whether somebody must not be written to any more and has not left yet. */
  isAnyWaiting(): Condition {
    return sql<boolean>`exists (select from email_sequence_exits)`;
  }

  /** Whose address was suppressed, or who has withdrawn consent, of all owners, leaves; answers how many notes were taken up. */
  async barred(atMost: number): Promise<number> {
    const { rows } = await sql<{ taken: number }>`
      with taken as (
        delete from email_sequence_exits x using (
          select created_by, email_norm, withdrawn from email_sequence_exits
          order by noted_at limit ${atMost} for update skip locked
        ) oldest
        where x.created_by = oldest.created_by and x.email_norm = oldest.email_norm and x.withdrawn = oldest.withdrawn
        returning x.created_by, x.email_norm, x.withdrawn
      ), barred as (
        select created_by, email_norm, bool_or(t.withdrawn) as withdrawn, min(s.reason) as reason
        from taken t left join email_suppressions s using (created_by, email_norm) group by 1, 2
      ), stopped as (
        update email_sequence_enrolments e set status = 'stopped', finished_at = now(),
          stop_reason = case b.reason when 'unsubscribed' then 'unsubscribed' when 'consent_withdrawn' then 'unsubscribed'
            when 'hard_bounce' then 'bounced' when 'complaint' then 'complained'
            else case when b.withdrawn then 'unsubscribed' else 'suppressed' end end
        from barred b
        where e.created_by = b.created_by and e.email_norm = b.email_norm and e.status in ('active', 'paused')
          and (b.withdrawn or b.reason is not null)
      )
      select count(*)::integer as taken from taken`.execute(this.tables);
    return rows[0]?.taken ?? 0;
  }

  /** Where these leads are on the way to a goal. */
  async aiming(ownerId: string, leadIds: readonly string[]): Promise<Aiming[]> {
    const { rows } = await sql<Aiming>`
      select e.id, e.sequence_id as "sequenceId", e.lead_id as "leadId", q.goal
      from email_sequence_enrolments e join email_sequences q on q.id = e.sequence_id
      where e.created_by = ${ownerId} and e.lead_id = any(${[...leadIds]}::uuid[]) and e.status in ('active', 'paused')
        and q.goal is not null`.execute(this.tables);
    return rows;
  }

  async reached(ownerId: string, ids: readonly string[]): Promise<void> {
    await sql`
      update email_sequence_enrolments set status = 'stopped', stop_reason = 'goal', finished_at = now()
      where created_by = ${ownerId} and id = any(${[...ids]}::uuid[]) and status in ('active', 'paused')`.execute(
      this.tables,
    );
  }
}
