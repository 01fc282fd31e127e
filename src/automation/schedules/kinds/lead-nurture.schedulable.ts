import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ArrayMaxSize, ArrayNotEmpty, IsArray, IsUUID } from 'class-validator';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import { type Prepared, Schedulable } from '../schedulable.js';
import { LeadsNotThere } from '../schedules.errors.js';

export class LeadsToNurture {
  /** Up to 1,000 of your leads. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID('all', { each: true })
  lead_ids!: string[];
}

/** The built-in workflow `lead_nurture` for some leads: once, or again and again. The same leads have one schedule. */
@Injectable()
export class SchedulableNurture extends Schedulable<LeadsToNurture> {
  readonly kind = 'lead_nurture';
  readonly body = LeadsToNurture;
  readonly triggers = ['date', 'interval', 'cron'] as const;

  constructor(private readonly leads: LeadBatches) {
    super();
  }

  async prepare(ownerId: string, { lead_ids }: LeadsToNurture): Promise<Prepared> {
    const leadIds = [...new Set(lead_ids.map((id) => id.toLowerCase()))].sort();
    const known = await this.leads.many(ownerId, leadIds);
    if (known.size < leadIds.length) throw new LeadsNotThere();
    const [only, ...others] = leadIds;
    const name = others.length === 0 ? only : createHash('sha256').update(leadIds.join()).digest('hex');
    return { jobId: `lead_nurture_${name}`, payload: { leadIds } };
  }
}
