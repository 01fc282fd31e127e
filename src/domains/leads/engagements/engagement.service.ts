import { Injectable } from '@nestjs/common';
import type { MailEngagement } from './engagement.js';
import { EngagementRepository } from './engagement.repository.js';

/** What other rooms tell about what leads did. */
@Injectable()
export class EngagementService {
  constructor(private readonly engagements: EngagementRepository) {}

  /** Keeps what leads of any owner did; belongs into the transaction that marks it as told. */
  keep(engagements: readonly MailEngagement[]): Promise<void> {
    return this.engagements.keep(engagements);
  }
}
