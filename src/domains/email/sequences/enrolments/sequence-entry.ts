import { Injectable } from '@nestjs/common';
import type { Sequence } from '../sequence.answers.dto.js';
import { type SequenceLead, SequenceLeads } from '../sequence-leads.js';
import { EnrolmentRepository } from './enrolment.repository.js';

const AT_ONCE = 1_000;

/** Where letting leads of segments in has come to. */
export interface SegmentWalk {
  readonly segmentIds: readonly string[];
  /** The id of the last lead that was looked at; null before the first. */
  readonly after: string | null;
  /** When it was asked for: whoever has entered since is left out. */
  readonly since: string;
}

/** Lets leads into a sequence who may enter it: who has not withdrawn consent and is not at its goal. */
@Injectable()
export class SequenceEntry {
  constructor(
    private readonly enrolments: EnrolmentRepository,
    private readonly leads: SequenceLeads,
  ) {}

  /** Answers how many have entered. */
  async named(ownerId: string, sequence: Sequence, leadIds: readonly string[]): Promise<number> {
    return this.add(ownerId, sequence, await this.leads.read(ownerId, leadIds));
  }

  /** The next thousand of segments; `after` is null when the last of them have been looked at. */
  async next(
    ownerId: string,
    sequence: Sequence,
    { segmentIds, after, since }: SegmentWalk,
  ): Promise<{ seen: number; enrolled: number; after: string | null }> {
    const leads = await this.leads.inSegments(ownerId, segmentIds, after, AT_ONCE);
    const enrolled = await this.add(ownerId, sequence, leads, since);
    const last = leads.length < AT_ONCE ? undefined : leads.at(-1);
    return { seen: leads.length, enrolled, after: last?.leadId ?? null };
  }

  private async add(
    ownerId: string,
    sequence: Sequence,
    leads: readonly SequenceLead[],
    since?: string,
  ): Promise<number> {
    const { goal } = sequence;
    const ids = leads.map(({ leadId }) => leadId);
    const atGoal = goal
      ? await this.leads.matching(ownerId, { ...goal, formId: goal.form_id }, ids)
      : new Set<string>();
    const entrants = leads.filter(({ leadId, consentWithdrawn }) => !consentWithdrawn && !atGoal.has(leadId));
    return entrants.length === 0 ? 0 : this.enrolments.add(ownerId, sequence, entrants, since);
  }
}
