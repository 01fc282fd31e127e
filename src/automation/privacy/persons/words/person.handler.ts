import { Injectable } from '@nestjs/common';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { type ForgetPerson, ForgetPersonJob } from './person.jobs.js';
import { PersonWords } from './person-words.js';

/** Looks for erased people in what their owners have written. */
@Injectable()
@Handles(ForgetPersonJob)
export class ForgetPersonHandler implements JobHandler<ForgetPerson> {
  constructor(private readonly words: PersonWords) {}

  handle({ ownerId, erasureId }: ForgetPerson, { signal }: JobRun): Promise<void> {
    return this.words.forget(ownerId, erasureId, signal);
  }
}
