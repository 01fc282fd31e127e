import { Injectable } from '@nestjs/common';
import { type NewPiece, newColumns } from '../content-edit.repository.js';
import { type PlannedPiece, PlannedContentRepository } from './planned-content.repository.js';

/** A piece that a campaign publishes; at once where its moment is not to come. */
export interface PieceOfCampaign extends NewPiece {
  readonly campaign_id: string;
  readonly publishAt: Date | null;
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
      pieces.map(({ publishAt, ...piece }) => {
        const isToCome = publishAt !== null && publishAt > now;
        return {
          ...newColumns(ownerId, piece),
          user_id: ownerId,
          approved_at: now,
          approved_by: ownerId,
          status: isToCome ? 'scheduled' : 'published',
          scheduled_for: isToCome ? publishAt : null,
          published_at: isToCome ? null : now,
        };
      }),
    );
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
