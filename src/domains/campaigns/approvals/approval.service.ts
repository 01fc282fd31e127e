import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { Campaign } from '../campaign.answers.dto.js';
import {
  ApprovalNotNeeded,
  ApprovalNotOpen,
  ApprovalRequired,
  ApproverIsRequester,
  ApproversUnfit,
} from '../campaign.errors.js';
import { CampaignService } from '../campaign.service.js';
import { BY_OWNER } from '../history/step.js';
import type { ApprovalPolicy, CampaignApproval } from './approval.dto.js';
import { ApprovalRepository } from './approval.repository.js';
import { CampaignWords } from './campaign-words.js';

/** What somebody says to a request. */
export interface Verdict {
  readonly approved: boolean;
  readonly comment?: string | undefined;
  /** Who says it; the owner where it is left out. */
  readonly by?: string;
  /** That very request; whichever is open where it is left out. */
  readonly approvalId?: string;
}

const WORDS_CHANGED = 'for other words, which its template or a test has changed since';

/**
 * Lets campaigns be launched only as somebody has agreed to them. A change of what is planned takes the agreement back, and so does
 * one of the words that stand elsewhere: in a template, in its blocks, in the variants of a test.
 */
@Injectable()
export class CampaignApprovals {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly approvals: ApprovalRepository,
    private readonly words: CampaignWords,
  ) {}

  /** Throws `campaigns/approval-required` when a campaign may not be launched as it is. */
  async admit(campaign: Campaign): Promise<void> {
    if (!(await this.isRequired(campaign))) return;
    if (campaign.approval_state !== 'approved') throw new ApprovalRequired(campaign.approval_state);
    if (await this.hasOtherWords(campaign)) throw new ApprovalRequired(WORDS_CHANGED);
  }

  /** Admits a launch and keeps the words that it rests on. Throws as `admit`. Joins the running transaction. */
  async admitLaunch(campaign: Campaign): Promise<void> {
    await this.admit(campaign);
    const rests = await this.isRequired(campaign);
    await this.approvals.keepLaunched(campaign.created_by, campaign.id, rests);
  }

  /** Throws `campaigns/approval-required` where a launched campaign would say something else now than was approved, whatever was changed since. */
  async refuseOtherWords(campaign: Campaign): Promise<void> {
    const { launched } = await this.approvals.words(campaign.created_by, campaign.id);
    if (launched !== null && launched !== (await this.words.digest(campaign)))
      throw new ApprovalRequired(WORDS_CHANGED);
  }

  /** What somebody agreed to is no more. Joins the running transaction. */
  async withdraw({ created_by: ownerId, id, approval_state: state }: Campaign): Promise<void> {
    if (state !== 'none') await this.approvals.mark(ownerId, id, 'none');
  }

  request(ownerId: string, campaignId: string, note?: string): Promise<CampaignApproval> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      if (campaign.status !== 'draft' && campaign.status !== 'failed')
        throw new ApprovalNotNeeded(campaign.status);
      if (campaign.approval_state === 'approved') throw new ApprovalNotNeeded('approved as it stands');
      const approval = await this.approvals.add(ownerId, campaign.id, note ?? null);
      await this.approvals.mark(ownerId, campaign.id, 'requested', await this.words.digest(campaign));
      await this.campaigns.note(campaign, {
        action: 'request_approval',
        cause: { ...BY_OWNER, reason: note },
        summary: 'Approval requested',
      });
      return approval;
    });
  }

  /**
   * Throws `campaigns/approval-not-open` where nothing waits, or the campaign was changed since it was asked for, and
   * `campaigns/approver-is-requester` where four eyes are asked for and its owner, who has asked, would approve it.
   */
  decide(
    ownerId: string,
    campaignId: string,
    { approved, comment, by = ownerId, approvalId }: Verdict,
  ): Promise<CampaignApproval> {
    return this.database.transaction(async () => {
      const campaign = await this.campaigns.hold(ownerId, campaignId);
      if (campaign.approval_state !== 'requested') throw new ApprovalNotOpen(campaign.approval_state);
      if (approved && by === ownerId && (await this.approvals.policy(ownerId)).four_eyes)
        throw new ApproverIsRequester();
      if (approved && (await this.hasOtherWords(campaign))) throw new ApprovalNotOpen(WORDS_CHANGED);
      const state = approved ? 'approved' : 'rejected';
      const decision = { state, by, comment: comment ?? null, approvalId } as const;
      const decided = await this.approvals.decide(ownerId, campaign.id, decision);
      if (!decided) throw new ApprovalNotOpen(campaign.approval_state);
      await this.approvals.mark(ownerId, campaign.id, state);
      await this.campaigns.note(campaign, {
        action: approved ? 'approve' : 'reject',
        cause: { actor: by === ownerId ? 'owner' : 'approver', reason: comment },
        summary: approved ? 'Campaign approved' : 'Campaign rejected',
      });
      return decided;
    });
  }

  async list(ownerId: string, campaignId: string, query: PageQuery): Promise<Page<CampaignApproval>> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    return this.approvals.list(ownerId, id, query);
  }

  policy(ownerId: string): Promise<ApprovalPolicy> {
    return this.approvals.policy(ownerId);
  }

  /** Throws `campaigns/approvers-unfit` where nobody could approve, or the owner would be somebody else's eyes. */
  async setPolicy(ownerId: string, policy: ApprovalPolicy): Promise<ApprovalPolicy> {
    const approvers = policy.approvers.map((id) => id.toLowerCase());
    if (approvers.includes(ownerId) || (policy.four_eyes && approvers.length === 0))
      throw new ApproversUnfit();
    await this.approvals.keepPolicy(ownerId, { ...policy, approvers });
    return { ...policy, approvers };
  }

  private async isRequired(campaign: Campaign): Promise<boolean> {
    return campaign.approval_required ?? (await this.approvals.policy(campaign.created_by)).approval_required;
  }

  private async hasOtherWords(campaign: Campaign): Promise<boolean> {
    const { agreed } = await this.approvals.words(campaign.created_by, campaign.id);
    return agreed !== null && agreed !== (await this.words.digest(campaign));
  }
}
