import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Lead } from '../lead.answers.dto.js';
import type { LeadStatus } from '../lead.dto.js';
import { LeadNotFound } from '../lead.errors.js';
import { type LeadPatterns, QualificationRepository } from './qualification.repository.js';

/** What is concluded about leads: how well they fit, where they stand, what else is known of them. */
@Injectable()
export class QualificationService {
  constructor(private readonly leads: QualificationRepository) {}

  /** The named leads in their order; refused when one of them is not the owner's. */
  async many(ownerId: string, ids: readonly string[]): Promise<Lead[]> {
    const wanted = [...new Set(ids)];
    if (!wanted.every(isUuid)) throw new LeadNotFound();
    const found = await this.leads.many(ownerId, wanted);
    if (found.length < wanted.length) throw new LeadNotFound();
    return found;
  }

  newest(ownerId: string, limit: number): Promise<Lead[]> {
    return this.leads.newest(ownerId, limit);
  }

  recordScores(ownerId: string, scores: readonly { id: string; score: number }[]): Promise<number> {
    return this.leads.recordScores(ownerId, scores);
  }

  /** What the owner's leads have in common, or those of one status. */
  patterns(ownerId: string, status?: LeadStatus): Promise<LeadPatterns> {
    return this.leads.patterns(ownerId, status);
  }
}
