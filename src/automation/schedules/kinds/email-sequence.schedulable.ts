import { Injectable } from '@nestjs/common';
import { IsInt, IsUUID, Max, Min } from 'class-validator';
import { Entrants } from '#domains/email/sequences/enrolments/enrolment.dto';
import { SequenceService } from '#domains/email/sequences/sequence.service';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { type Prepared, Schedulable } from '../schedulable.js';
import { EntrantsMissing } from '../schedules.errors.js';

export class SequenceToEnter extends Entrants {
  /** One of your sequences. */
  @IsUUID()
  sequence_id!: string;

  /** Tells several schedules of one sequence apart. @example 0 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(999)
  number: number = 0;
}

/** Letting leads into a sequence: once, or again and again whoever is in a segment by then. */
@Injectable()
export class SchedulableSequence extends Schedulable<SequenceToEnter> {
  readonly kind = 'email_sequence';
  readonly body = SequenceToEnter;
  readonly triggers = ['date', 'interval', 'cron'] as const;

  constructor(private readonly sequences: SequenceService) {
    super();
  }

  async prepare(
    ownerId: string,
    { sequence_id, number, lead_ids, segment_ids }: SequenceToEnter,
  ): Promise<Prepared> {
    if ((lead_ids === undefined) === (segment_ids === undefined)) throw new EntrantsMissing();
    const { id: sequenceId } = await this.sequences.get(ownerId, sequence_id);
    return {
      jobId: `email_sequence_${sequenceId}_${number}`,
      payload: {
        sequenceId,
        ...(lead_ids !== undefined && { leadIds: lead_ids }),
        ...(segment_ids !== undefined && { segmentIds: segment_ids }),
      },
    };
  }
}
