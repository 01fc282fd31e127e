import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { WaitingApproval } from './approver.dto.js';

/** Whose campaign a request is about. */
export interface AskedOf {
  readonly ownerId: string;
  readonly campaignId: string;
}

const AT_MOST = 200;

/** What is asked of users whom owners have named as their approvers. */
@Injectable()
export class ApproverRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaign_approvals', 'campaign_policies', 'campaigns');
  }

  /** The newest first: one page, of as many as one person can look through. */
  async waiting(approverId: string, { limit }: PageQuery): Promise<Page<WaitingApproval>> {
    const atMost = Math.min(limit, AT_MOST);
    const { rows } = await this.database.asService('campaigns.approve', () =>
      sql<WaitingApproval>`
        select a.id, a.campaign_id, a.requested_by, a.note, a.created_at, c.name as campaign_name, c.channels, c.content,
          c.settings, c.schedule
        from campaign_policies p
        join campaign_approvals a on a.created_by = p.user_id and a.state = 'requested'
        join campaigns c on c.id = a.campaign_id and c.created_by = a.created_by
        where p.approvers <> '[]' and p.approvers @> ${JSON.stringify([approverId])}::jsonb
        order by a.created_at desc, a.id desc limit ${atMost}`.execute(this.tables),
    );
    return toPage(rows, atMost, ({ id }) => [id]);
  }

  /** Whose open request it is; undefined unless that owner has named this user. */
  async askedOf(approverId: string, approvalId: string): Promise<AskedOf | undefined> {
    const { rows } = await this.database.asService('campaigns.approve', () =>
      sql<AskedOf>`
        select a.created_by as "ownerId", a.campaign_id as "campaignId"
        from campaign_approvals a join campaign_policies p on p.user_id = a.created_by
        where a.id = ${approvalId} and a.state = 'requested'
          and p.approvers @> ${JSON.stringify([approverId])}::jsonb`.execute(this.tables),
    );
    return rows[0];
  }
}
