import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { AudienceCheck } from '#domains/campaigns/audiences/audience-check';
import type { Audience } from '#domains/campaigns/campaign.dto';
import { AudienceService, type UnreadAudience } from '#domains/leads/audiences/audience.service';

/** Leads, segments and forms are the lead room's. */
@Injectable()
export class KeptAudience extends AudienceCheck {
  constructor(private readonly audiences: AudienceService) {
    super();
  }

  async problems(ownerId: string, audiences: readonly Audience[]): Promise<FieldIssue[][]> {
    const found = await this.audiences.problems(ownerId, audiences.map(asLeadsSay));
    return found.map((issues) => issues.map(({ path, message }) => ({ path: `audience.${path}`, message })));
  }
}

/** The audience of a campaign in the words of the lead room. */
export function asLeadsSay(audience: Audience): UnreadAudience {
  return {
    leadIds: audience.lead_ids,
    segmentIds: audience.segment_ids,
    formIds: audience.form_ids,
    tags: audience.tags,
    statuses: audience.statuses,
    sources: audience.sources,
    minScore: audience.min_score,
    filter: audience.filter,
  };
}
