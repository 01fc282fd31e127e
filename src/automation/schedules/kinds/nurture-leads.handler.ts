import { Injectable } from '@nestjs/common';
import { ExecutionService } from '#automation/workflows/executions/execution.service';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { LeadsNotThere } from '../schedules.errors.js';
import { type NurtureLeads, NurtureLeadsJob } from './lead-nurture.kind.js';

/** Lets leads into the built-in workflow when the time has come; leads that are gone by then are left out. */
@Injectable()
@Handles(NurtureLeadsJob)
export class NurtureLeadsHandler implements JobHandler<NurtureLeads> {
  constructor(
    private readonly schedules: Schedules,
    private readonly leads: LeadBatches,
    private readonly executions: ExecutionService,
  ) {}

  handle({ ownerId, leadIds, ...firing }: NurtureLeads): Promise<void> {
    return this.schedules.perform(ownerId, firing, async () => {
      const there = [...(await this.leads.many(ownerId, leadIds)).keys()];
      if (there.length === 0) throw new LeadsNotThere();
      return this.executions.run(ownerId, 'lead_nurture', { lead_ids: there });
    });
  }
}
