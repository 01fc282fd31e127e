import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { LeadNotFound } from '../lead.errors.js';
import type { LeadOutlook } from './outlook.dto.js';
import { OutlookRepository } from './outlook.repository.js';

/** What is to be expected of leads. */
@Injectable()
export class OutlookService {
  constructor(private readonly outlooks: OutlookRepository) {}

  async of(ownerId: string, leadId: string): Promise<LeadOutlook> {
    const outlook = isUuid(leadId) ? await this.outlooks.of(ownerId, leadId) : undefined;
    if (!outlook) throw new LeadNotFound();
    return outlook;
  }
}
