import { Injectable } from '@nestjs/common';
import { withoutUndefined } from '#kernel/without-undefined';
import { EnrolmentService } from '#domains/email/sequences/enrolments/enrolment.service';
import { Schedules } from '#platform/clock/schedules/schedules';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { type EnterSequence, EnterSequenceJob } from './email-sequence.kind.js';

/** Lets leads into a sequence when the time has come; who is on the way already is left out. */
@Injectable()
@Handles(EnterSequenceJob)
export class EnterSequenceHandler implements JobHandler<EnterSequence> {
  constructor(
    private readonly schedules: Schedules,
    private readonly enrolments: EnrolmentService,
  ) {}

  handle({ ownerId, sequenceId, leadIds, segmentIds, ...firing }: EnterSequence): Promise<void> {
    const entrants = withoutUndefined({ lead_ids: leadIds, segment_ids: segmentIds });
    return this.schedules.perform(ownerId, firing, () =>
      this.enrolments.enrol(ownerId, sequenceId, entrants),
    );
  }
}
