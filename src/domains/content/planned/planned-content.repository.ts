import { Injectable } from '@nestjs/common';
import { type Insertable, sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { ContentPiecesTable } from '#platform/database/schema.generated';

/** A piece that a campaign has put into the calendar, or published at once. */
export interface PlannedPiece {
  readonly id: number;
  readonly title: string;
  readonly status: 'scheduled' | 'published';
  readonly scheduled_for: string | null;
}

/** Pieces of campaigns, all of a campaign at once. */
@Injectable()
export class PlannedContentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('content_pieces');
  }

  /** In one statement. */
  async add(rows: readonly Insertable<ContentPiecesTable>[]): Promise<PlannedPiece[]> {
    const added = await this.tables
      .insertInto('content_pieces')
      .values([...rows])
      .returning(['id', 'title', 'status', 'scheduled_for'])
      .execute();
    return added.toSorted((one, other) => one.id - other.id) as PlannedPiece[];
  }

  /** By which items of the campaign's calendar something has been published. */
  async published(ownerId: string, campaignId: string): Promise<string[]> {
    const { rows } = await sql<{ planned_as: string }>`
      select planned_as from content_pieces
      where user_id = ${ownerId} and campaign_id = ${campaignId} and planned_as is not null
        and published_at is not null`.execute(this.tables);
    return rows.map(({ planned_as }) => planned_as);
  }

  /** What is scheduled is approved and waits. Answers how many. */
  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(sql`
      update content_pieces set status = 'approved', paused = true
      where user_id = ${ownerId} and campaign_id = ${campaignId} and status = 'scheduled'`);
  }

  /** What waits is scheduled again, for when it was; what would have been published meanwhile is due. Answers how many. */
  resume(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(sql`
      update content_pieces set status = 'scheduled', paused = false
      where user_id = ${ownerId} and campaign_id = ${campaignId} and status = 'approved' and paused
        and scheduled_for is not null`);
  }

  /** What is scheduled or waits is approved, and no longer settled for any time. Answers how many. */
  cancel(ownerId: string, campaignId: string): Promise<number> {
    return this.changed(sql`
      update content_pieces set status = 'approved', paused = false, scheduled_for = null
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and (status = 'scheduled' or (status = 'approved' and paused))`);
  }

  /** How many are scheduled or wait; one that was edited meanwhile has no time, and does not. */
  async waiting(ownerId: string, campaignId: string): Promise<number> {
    const { rows } = await sql<{ pieces: number }>`
      select count(*)::int as pieces from content_pieces
      where user_id = ${ownerId} and campaign_id = ${campaignId}
        and (status = 'scheduled' or (status = 'approved' and paused and scheduled_for is not null))`.execute(
      this.tables,
    );
    return rows[0]?.pieces ?? 0;
  }

  private async changed(statement: ReturnType<typeof sql>): Promise<number> {
    const { numAffectedRows = 0n } = await statement.execute(this.tables);
    return Number(numAffectedRows);
  }
}
