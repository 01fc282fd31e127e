import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { normaliseMailAddress } from '#kernel/address';
import { Database } from '#platform/database/database';
import { keysOfSequence } from './step-mailing.js';

/**
 * Mails that steps have posted and that have not left: no first byte of one that is only claimed has. One that is being handed
 * over is marked, so that it is not sent again where the server refuses it for now.
 */
@Injectable()
export class StepMailRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables(
      'email_campaigns',
      'email_messages',
      'email_sequence_sends',
      'email_sequences',
    );
  }

  /** Who has left gets none of them. */
  async takeBack(ownerId: string, enrolmentIds: readonly string[]): Promise<void> {
    if (enrolmentIds.length === 0) return;
    await this.skip(
      ownerId,
      sql`m.id in (select message_id from email_sequence_sends
                   where created_by = ${ownerId} and enrolment_id = any(${[...enrolmentIds]}::uuid[]))`,
    );
  }

  /** Who has replied gets none of the sequences that stop on a reply, also when all their steps are behind them. */
  async takeBackFrom(ownerId: string, email: string): Promise<void> {
    await this.skip(
      ownerId,
      sql`m.email_norm = ${normaliseMailAddress(email)} and m.dedupe_key is not null
          and exists (select from email_sequence_sends s join email_sequences q on q.id = s.sequence_id
                      where s.message_id = m.id and s.created_by = ${ownerId} and q.stop_on_reply)`,
    );
  }

  /** A sequence that is over sends none. */
  async takeBackAll(ownerId: string, sequenceId: string): Promise<void> {
    await this.skip(ownerId, sql`m.email_campaign_id in (${mailingsOf(ownerId, sequenceId)})`);
  }

  /** They wait until somebody goes on, then they are due. */
  async wait(ownerId: string, enrolmentId: string): Promise<void> {
    await sql`
      update email_messages set due_at = 'infinity',
        state = case state when 'sending' then state else 'queued' end,
        lease_until = case state when 'sending' then lease_until end
      where created_by = ${ownerId} and state in ('queued', 'claimed', 'sending') and id in (
        select message_id from email_sequence_sends where created_by = ${ownerId} and enrolment_id = ${enrolmentId})`.execute(
      this.tables,
    );
  }

  async goOn(ownerId: string, enrolmentId: string): Promise<void> {
    await sql`
      update email_messages set due_at = now()
      where created_by = ${ownerId} and state in ('queued', 'sending') and due_at = 'infinity' and id in (
        select message_id from email_sequence_sends where created_by = ${ownerId} and enrolment_id = ${enrolmentId})`.execute(
      this.tables,
    );
  }

  /** Holds the mailings of all steps, or lets them go on. */
  async holdAll(ownerId: string, sequenceId: string, held: boolean): Promise<void> {
    const [from, to] = held ? ['sending', 'paused'] : ['paused', 'sending'];
    await sql`
      update email_campaigns set state = ${to}, updated_at = now()
      where state = ${from} and id in (${mailingsOf(ownerId, sequenceId)})`.execute(this.tables);
  }

  /** Those that are being handed over are asked for apart, so that either part is found by an index of addresses. */
  private async skip(ownerId: string, meant: RawBuilder<unknown>): Promise<void> {
    await sql`
      with waiting as (
        select m.id from email_messages m
        where m.created_by = ${ownerId} and (m.state in ('queued', 'claimed') or m.state = 'sending') and ${meant}
        order by m.id for no key update
      )
      update email_messages set skip_reason = 'sequence_left',
        state = case state when 'sending' then state else 'skipped' end,
        settled_at = case state when 'sending' then settled_at else now() end,
        lease_until = case state when 'sending' then lease_until end
      where id = any (array(select id from waiting))`.execute(this.tables);
  }
}

function mailingsOf(ownerId: string, sequenceId: string): RawBuilder<unknown> {
  return sql`select id from email_campaigns
             where created_by = ${ownerId} and starts_with(standing_key, ${keysOfSequence(sequenceId)})`;
}
