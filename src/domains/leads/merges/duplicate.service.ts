import { Injectable } from '@nestjs/common';
import { LeadService } from '../lead.service.js';
import { DuplicateRepository } from './duplicate.repository.js';
import { likeness, patternsFor } from './likeness.js';
import type { PossibleDuplicate } from './merge.dto.js';

const SHOWN_AT_MOST = 20;

/** Leads that may be one person. */
@Injectable()
export class DuplicateService {
  constructor(
    private readonly leads: LeadService,
    private readonly duplicates: DuplicateRepository,
  ) {}

  /** The likeliest first, at most 20. */
  async of(ownerId: string, leadId: string): Promise<PossibleDuplicate[]> {
    const lead = await this.leads.get(ownerId, leadId);
    const candidates = await this.duplicates.candidates(ownerId, lead, patternsFor(lead));
    const alike = candidates.map((other) => ({ lead: other, reasons: likeness(lead, other) }));
    return alike
      .filter(({ reasons }) => reasons.length > 0)
      .toSorted((one, other) => other.reasons.length - one.reasons.length)
      .slice(0, SHOWN_AT_MOST);
  }
}
