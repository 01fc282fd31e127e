import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { ScoreVersionRepository } from '../scoring/score-version.repository.js';
import { type ChangedLeads, ChangeRepository } from './change.repository.js';
import { Follower } from './follower.js';
import { type FollowChanges, FollowChangesJob } from './following.jobs.js';

const CHANGES_AT_ONCE = 1_000;

/** Follows what has changed: only leads that have, or whose time has come, are looked at. */
@Injectable()
@Handles(FollowChangesJob)
export class FollowChangesHandler implements JobHandler<FollowChanges> {
  constructor(
    private readonly database: Database,
    private readonly changes: ChangeRepository,
    private readonly versions: ScoreVersionRepository,
    private readonly follower: Follower,
  ) {}

  async handle(_: FollowChanges, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const followed = await this.database.transaction(async () => {
        const taken = await this.changes.take(CHANGES_AT_ONCE);
        for (const changed of taken) await this.database.as(changed.ownerId, () => this.follow(changed));
        return taken.length;
      });
      if (followed === 0) return;
    }
  }

  /** The default rules score only when asked; what is published scores whatever changes. */
  private async follow({ ownerId, leadIds }: ChangedLeads): Promise<void> {
    await this.follower.follow(ownerId, { ids: leadIds }, await this.versions.published(ownerId));
  }
}
