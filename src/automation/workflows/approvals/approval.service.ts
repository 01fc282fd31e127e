import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { AdvanceInstancesJob } from '../runs/run.jobs.js';
import { ApprovalDecided, ApprovalNotFound } from '../workflow.errors.js';
import type { Approval, ApprovalDecision, ApprovalQuery } from './approval.dto.js';
import { ApprovalRepository } from './approval.repository.js';

/** What people decide about instances. */
@Injectable()
export class ApprovalService {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly jobs: Jobs,
  ) {}

  list(ownerId: string, query: ApprovalQuery): Promise<Page<Approval>> {
    return this.approvals.list(ownerId, query);
  }

  /** The first decision counts. */
  decide(ownerId: string, id: string, { decision, comment }: ApprovalDecision): Promise<Approval> {
    return this.database.transaction(async () => {
      const decided = isUuid(id)
        ? await this.approvals.decide(ownerId, id, { decision, comment: comment ?? null })
        : undefined;
      if (decided) {
        await this.jobs.send(AdvanceInstancesJob, { askedBy: 'owner' });
        return decided;
      }
      const known = isUuid(id) ? await this.approvals.find(ownerId, id) : undefined;
      if (!known) throw new ApprovalNotFound();
      throw new ApprovalDecided(known.status);
    });
  }
}
