import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { IsIn } from 'class-validator';
import { sideBySide } from '#kernel/side-by-side';
import { ClockRole } from '#platform/clock/clock-role';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import { defineJob, type JobHandler, type JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { ReadBackRepository } from './read-back.repository.js';
import { ReadBack } from './read-back.service.js';

const AT_ONCE = 50;
const AT_A_TIME = 5;

export class ReadPostsBack {
  @IsIn(['clock'])
  askedBy!: 'clock';
}

/** Asks for the posts of all tenants that are to be asked for. */
const ReadPostsBackJob = defineJob('social.read-back', ReadPostsBack, {
  retryLimit: 1,
  oneWaiting: true,
  expireInSeconds: 900,
});

/** Asks for what became of posts whenever some are to be asked for. */
@Injectable()
export class ReadBackClock {
  constructor(
    private readonly clock: ClockRole,
    private readonly posts: ReadBackRepository,
    private readonly jobs: Jobs,
  ) {}

  @Interval(10_000)
  tick(): Promise<void> {
    return this.clock.askFor('posts to be read back', this.posts.isAnyDue(), () =>
      this.jobs.send(ReadPostsBackJob, { askedBy: 'clock' }),
    );
  }
}

/** Takes some posts at a time, and asks for each as its tenant. */
@Injectable()
@Handles(ReadPostsBackJob)
export class ReadPostsBackHandler implements JobHandler<ReadPostsBack> {
  constructor(
    private readonly database: Database,
    private readonly posts: ReadBackRepository,
    private readonly readBack: ReadBack,
  ) {}

  async handle(_: ReadPostsBack, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const asked = await this.posts.claim(AT_ONCE);
      await sideBySide(asked, AT_A_TIME, (post) =>
        this.database.as(post.user_id, () => this.readBack.ask(post, signal)),
      );
      if (asked.length < AT_ONCE) return;
    }
  }
}
