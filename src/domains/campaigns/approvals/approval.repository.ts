import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { CampaignApprovalsTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import type { ApprovalPolicy, CampaignApproval } from './approval.dto.js';
import type { ApprovalState } from './approval-state.js';

export interface Decision {
  readonly state: 'approved' | 'rejected';
  readonly by: string;
  readonly comment: string | null;
  /** That very request; whichever is open where it is left out. */
  readonly approvalId?: string | undefined;
}

@Injectable()
export class ApprovalRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaign_approvals', 'campaign_policies', 'campaigns');
  }

  /** One that was still open is superseded. */
  async add(ownerId: string, campaignId: string, note: string | null): Promise<CampaignApproval> {
    await this.tables
      .updateTable('campaign_approvals')
      .set({ state: 'superseded' })
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .where('state', '=', 'requested')
      .execute();
    const row = await this.tables
      .insertInto('campaign_approvals')
      .values({ id: newId(), campaign_id: campaignId, created_by: ownerId, requested_by: ownerId, note })
      .returningAll()
      .executeTakeFirstOrThrow();
    return toApproval(row);
  }

  /** Decides the open request; undefined where none is open. */
  async decide(
    ownerId: string,
    campaignId: string,
    { state, by, comment, approvalId }: Decision,
  ): Promise<CampaignApproval | undefined> {
    const open = this.tables
      .updateTable('campaign_approvals')
      .set({ state, decided_by: by, comment, decided_at: sql<string>`now()` })
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .where('state', '=', 'requested')
      .$if(approvalId !== undefined, (query) => query.where('id', '=', approvalId ?? ''));
    const row = await open.returningAll().executeTakeFirst();
    return row && toApproval(row);
  }

  /** Digests of what the mail of the campaign said when approval was asked for, and of what was approved when it was launched. */
  async words(
    ownerId: string,
    campaignId: string,
  ): Promise<{ agreed: string | null; launched: string | null }> {
    const row = await this.tables
      .selectFrom('campaigns')
      .select(['approved_words', 'launched_words'])
      .where('created_by', '=', ownerId)
      .where('id', '=', campaignId)
      .executeTakeFirst();
    return { agreed: row?.approved_words ?? null, launched: row?.launched_words ?? null };
  }

  /** A launch rests on the words that were approved, or on none. */
  async keepLaunched(ownerId: string, campaignId: string, rests: boolean): Promise<void> {
    await this.tables
      .updateTable('campaigns')
      .set({ launched_words: rests ? (table) => table.ref('approved_words') : null })
      .where('created_by', '=', ownerId)
      .where('id', '=', campaignId)
      .execute();
  }

  /** How far the campaign is agreed to as it stands; with the digest of what its mail says, where it is asked for. */
  async mark(ownerId: string, campaignId: string, state: ApprovalState, words?: string): Promise<void> {
    await this.tables
      .updateTable('campaigns')
      .set({ approval_state: state, ...(words !== undefined && { approved_words: words }) })
      .where('created_by', '=', ownerId)
      .where('id', '=', campaignId)
      .execute();
  }

  /** Newest first. */
  async list(ownerId: string, campaignId: string, query: PageQuery): Promise<Page<CampaignApproval>> {
    const wanted = this.tables
      .selectFrom('campaign_approvals')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId);
    const { items, nextCursor } = await newestFirst(wanted, query, BY_ID);
    return { items: items.map(toApproval), nextCursor };
  }

  /** What the owner asks of campaigns that say nothing of their own. */
  async policy(ownerId: string): Promise<ApprovalPolicy> {
    const row = await this.tables
      .selectFrom('campaign_policies')
      .select(['approval_required', 'four_eyes', 'approvers'])
      .where('user_id', '=', ownerId)
      .executeTakeFirst();
    return {
      approval_required: row?.approval_required ?? false,
      four_eyes: row?.four_eyes ?? false,
      approvers: (row?.approvers ?? []) as string[],
    };
  }

  async keepPolicy(ownerId: string, { approvers, ...rest }: ApprovalPolicy): Promise<void> {
    const policy = { ...rest, approvers: JSON.stringify(approvers) };
    await this.tables
      .insertInto('campaign_policies')
      .values({ user_id: ownerId, ...policy })
      .onConflict((conflict) =>
        conflict.column('user_id').doUpdateSet({ ...policy, updated_at: sql<string>`now()` }),
      )
      .execute();
  }
}

function toApproval(row: Selectable<CampaignApprovalsTable>): CampaignApproval {
  return {
    id: row.id,
    campaign_id: row.campaign_id,
    state: row.state as CampaignApproval['state'],
    requested_by: row.requested_by,
    note: row.note,
    decided_by: row.decided_by,
    comment: row.comment,
    decided_at: row.decided_at,
    created_at: row.created_at,
  };
}
