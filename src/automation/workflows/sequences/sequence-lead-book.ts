import { Injectable } from '@nestjs/common';
import { type LeadTraits, type SequenceLead, SequenceLeads } from '#domains/email/sequences/sequence-leads';
import type { AudienceMember } from '#domains/leads/audiences/audience';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import type { Filter } from '#domains/leads/filters/filter';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { LeadService } from '#domains/leads/lead.service';

/** Tells sequences of leads. */
@Injectable()
export class SequenceLeadBook extends SequenceLeads {
  constructor(
    private readonly leads: LeadService,
    private readonly batches: LeadBatches,
    private readonly feed: LeadFeed,
  ) {
    super();
  }

  async read(ownerId: string, leadIds: readonly string[]): Promise<SequenceLead[]> {
    if (leadIds.length === 0) return [];
    return (await this.leads.audience(ownerId, { leadIds }, null, leadIds.length)).map(toSequenceLead);
  }

  matching(ownerId: string, traits: LeadTraits, leadIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.batches.matching(ownerId, filterOf(traits), leadIds);
  }

  listen(ownerId: string, { tags, statuses, formId }: LeadTraits): Promise<void> {
    return this.feed.listen(ownerId, [
      ...(tags ? (['tagged'] as const) : []),
      ...(statuses ? (['status_changed'] as const) : []),
      ...(formId === undefined ? [] : (['submitted'] as const)),
    ]);
  }

  async inSegments(
    ownerId: string,
    segmentIds: readonly string[],
    after: string | null,
    limit: number,
  ): Promise<SequenceLead[]> {
    return (await this.leads.audience(ownerId, { segmentIds }, after, limit)).map(toSequenceLead);
  }
}

function filterOf({ tags, statuses, formId }: LeadTraits): Filter {
  const all: Filter[] = [];
  if (tags) all.push({ field: 'tags', op: 'has_any', value: tags });
  if (statuses) all.push({ field: 'status', op: 'in', value: statuses });
  if (formId !== undefined) all.push({ event: 'submitted', form_id: formId });
  return { all };
}

function toSequenceLead({ leadId, email, consentWithdrawn, merge }: AudienceMember): SequenceLead {
  return { leadId, email, consentWithdrawn, fields: merge };
}
