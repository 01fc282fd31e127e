import { Injectable } from '@nestjs/common';
import { type NewPiece, newColumns } from '../content-edit.repository.js';
import { type PlannedPiece, PlannedContentRepository } from './planned-content.repository.js';

/** A piece that a campaign publishes; at once where its moment is not to come. */
export interface PieceOfCampaign extends NewPiece {
  readonly campaign_id: string;
  readonly publishAt: Date | null;
  /** By which item of the campaign's calendar. */
  readonly plannedAs: string;
}

/** Content that campaigns publish: kept in the library, shown in the calendar, held and let go with its campaign. */
@Injectable()
export class PlannedContent {
  constructor(private readonly pieces: PlannedContentRepository) {}

  /** Keeps all of them, in their order; whoever launches a campaign approves what it publishes. Joins the running transaction. */
  async plan(ownerId: string, pieces: readonly PieceOfCampaign[]): Promise<PlannedPiece[]> {
    if (pieces.length === 0) return [];
    const now = new Date();
    return this.pieces.add(
      pieces.map(({ publishAt, plannedAs, ...piece }) => {
        const isToCome = publishAt !== null && publishAt > now;
        return {
          ...newColumns(ownerId, piece),
          user_id: ownerId,
          planned_as: plannedAs,
          approved_at: now,
          approved_by: ownerId,
          status: isToCome ? 'scheduled' : 'published',
          scheduled_for: isToCome ? publishAt : null,
          published_at: isToCome ? null : now,
        };
      }),
    );
  }

  /** By which items of the campaign's calendar something has been published. */
  async published(ownerId: string, campaignId: string): Promise<ReadonlySet<string>> {
    return new Set(await this.pieces.published(ownerId, campaignId));
  }

  pause(ownerId: string, campaignId: string): Promise<number> {
    return this.pieces.pause(ownerId, campaignId);
  }

  resume(ownerId: string, campaignId: string): Promise<number> {
    return this.pieces.resume(ownerId, campaignId);
  }

  cancel(ownerId: string, campaignId: string): Promise<number> {
    return this.pieces.cancel(ownerId, campaignId);
  }

  waiting(ownerId: string, campaignId: string): Promise<number> {
    return this.pieces.waiting(ownerId, campaignId);
  }
}
