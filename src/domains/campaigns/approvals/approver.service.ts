import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { ApprovalNotFound } from '../campaign.errors.js';
import type { CampaignApproval } from './approval.dto.js';
import { CampaignApprovals, type Verdict } from './approval.service.js';
import type { WaitingApproval } from './approver.dto.js';
import { ApproverRepository } from './approver.repository.js';

/** Lets users decide about campaigns of owners who have named them as approvers, and about nothing else of theirs. */
@Injectable()
export class Approvers {
  constructor(
    private readonly database: Database,
    private readonly asked: ApproverRepository,
    private readonly approvals: CampaignApprovals,
  ) {}

  waiting(approverId: string, page: PageQuery): Promise<Page<WaitingApproval>> {
    return this.asked.waiting(approverId, page);
  }

  /** Throws `campaigns/approval-not-found` for a request that is not this user's to decide, or is open no more. */
  async decide(
    approverId: string,
    approvalId: string,
    verdict: Omit<Verdict, 'by' | 'approvalId'>,
  ): Promise<CampaignApproval> {
    const asked = isUuid(approvalId) ? await this.asked.askedOf(approverId, approvalId) : undefined;
    if (!asked) throw new ApprovalNotFound();
    const { ownerId, campaignId } = asked;
    const whole = { ...verdict, by: approverId, approvalId };
    return this.database.as(ownerId, () => this.approvals.decide(ownerId, campaignId, whole));
  }
}
