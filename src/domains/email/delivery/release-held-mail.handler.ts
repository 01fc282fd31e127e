import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler } from '#platform/jobs/job';
import { type ReleaseHeldMail, ReleaseHeldMailJob } from '../email.jobs.js';
import { WAY_HOLDS } from './hold-reasons.js';
import { HoldRepository } from './hold.repository.js';

/** Lets mail that waits for a way be looked at again: whole mailings, and mails that wait by themselves. */
@Handles(ReleaseHeldMailJob)
@Injectable()
export class ReleaseHeldMailHandler implements JobHandler<ReleaseHeldMail> {
  constructor(private readonly holds: HoldRepository) {}

  async handle({ ownerId }: ReleaseHeldMail): Promise<void> {
    await this.holds.release([ownerId], WAY_HOLDS);
    await this.holds.releaseMails(ownerId, WAY_HOLDS);
  }
}
