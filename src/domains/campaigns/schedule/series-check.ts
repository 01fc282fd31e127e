/** Knows what of a campaign is meant for one start, so that it cannot come again. */
export abstract class SeriesCheck {
  /** Throws what keeps the campaign from coming again. */
  abstract refuse(ownerId: string, campaignId: string): Promise<void>;
}
