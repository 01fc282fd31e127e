import { IsArray, IsIn, IsISO8601, IsUUID } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

const ASKERS = ['owner', 'clock'] as const;

export class RunSequences {
  /** Who asked; the work is the same. */
  @IsIn(ASKERS)
  askedBy!: (typeof ASKERS)[number];
}

export class EnterSegments {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  sequenceId!: string;

  @IsArray()
  @IsUUID('all', { each: true })
  segmentIds!: string[];

  /** The lead behind whom it goes on, in the order of their ids. */
  @IsUUID()
  after!: string;

  /** When it was asked for: whoever has entered since is left out. */
  @IsISO8601()
  since!: string;
}

/** Lets in the leads of segments that are too many for the answer to wait for. */
export const EnterSegmentsJob = defineJob('email.enter-segments', EnterSegments, {
  tenant: 'ownerId',
  retryLimit: 5,
  expireInSeconds: 600,
});

/** Takes whoever is due a step further, in sequences of all owners. One job stands for any number of them. */
export const RunSequencesJob = defineJob('email.run-sequences', RunSequences, {
  retryLimit: 3,
  expireInSeconds: 300,
  oneWaiting: true,
});
