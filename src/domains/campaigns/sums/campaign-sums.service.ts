import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { type CampaignSums, CampaignSumsRepository, type CampaignTally } from './campaign-sums.repository.js';

/** All campaigns of an owner in numbers. */
@Injectable()
export class CampaignSumsService {
  constructor(private readonly sums: CampaignSumsRepository) {}

  of(ownerId: string, period: Period): Promise<CampaignSums> {
    return this.sums.of(ownerId, period);
  }

  tally(ownerId: string): Promise<CampaignTally> {
    return this.sums.tally(ownerId);
  }
}
