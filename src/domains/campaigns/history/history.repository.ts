import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import { newId } from '#kernel/ids';
import { decodeRowCursor, type Page, toPage } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import type { CampaignExecutionLogsTable } from '#platform/database/schema.generated';
import type { CampaignStatus } from '../campaign-state.js';
import type { Campaign } from '../campaign.answers.dto.js';
import type { CampaignEvent } from './history.dto.js';
import type { Actor, CampaignAction, Step } from './step.js';

/** What was done to campaigns. */
@Injectable()
export class HistoryRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaign_execution_logs');
  }

  async add(
    campaign: Campaign,
    { action, cause, summary, results = {} }: Step,
    to: CampaignStatus,
  ): Promise<void> {
    await this.tables
      .insertInto('campaign_execution_logs')
      .values({
        id: newId(),
        campaign_id: campaign.id,
        user_id: campaign.created_by,
        action,
        actor: cause.actor,
        reason: cause.reason ?? null,
        from_status: campaign.status,
        to_status: to,
        summary,
        results: JSON.stringify(results),
        execution_timestamp: sql<string>`clock_timestamp()`,
      })
      .execute();
  }

  /** Newest first. */
  async list(
    ownerId: string,
    campaignId: string,
    { limit, cursor, offset }: PageQuery,
  ): Promise<Page<CampaignEvent>> {
    let wanted = this.tables
      .selectFrom('campaign_execution_logs')
      .selectAll()
      .where('user_id', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .orderBy('execution_timestamp', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (cursor !== undefined) {
      const { at, name } = decodeRowCursor(cursor);
      wanted = wanted.where(sql<boolean>`(execution_timestamp, id) < (${at}::timestamptz, ${name}::uuid)`);
    }
    if (offset) wanted = wanted.offset(offset);
    const { items, nextCursor } = toPage(await wanted.execute(), limit, (row) => [
      row.execution_timestamp,
      row.id,
    ]);
    return { items: items.map(toEvent), nextCursor };
  }
}

function toEvent(row: Selectable<CampaignExecutionLogsTable>): CampaignEvent {
  return {
    id: row.id,
    action: row.action as CampaignAction,
    from: row.from_status as CampaignStatus | null,
    to: row.to_status as CampaignStatus | null,
    actor: row.actor as Actor,
    user_id: row.user_id,
    reason: row.reason,
    summary: row.summary,
    results: row.results as Record<string, unknown>,
    at: row.execution_timestamp,
  };
}
