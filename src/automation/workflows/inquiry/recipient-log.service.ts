import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { CampaignService } from '#domains/campaigns/campaign.service';
import {
  type LoggedRecipient,
  RecipientLogRepository,
} from '#domains/email/inquiry/recipient-log.repository';
import { csvCell } from '#domains/leads/csv/csv-cell';
import type { CampaignRecipient, RecipientLogFilter, RecipientLogQuery } from './campaign-inquiry.dto.js';
import { skipWords } from './skip-words.js';

const EXPORTED_AT_ONCE = 1_000;
const COLUMNS = [
  ...([
    'email',
    'lead_id',
    'state',
    'skip_reason',
    'reason',
    'variant',
    'attempt',
    'smtp_code',
    'response',
  ] as const),
  ...([
    'due_at',
    'settled_at',
    'bounced_at',
    'opened_at',
    'clicked_at',
    'unsubscribed_at',
    'created_at',
  ] as const),
] as const;

/** What became of each recipient of a campaign, and why some got nothing. */
@Injectable()
export class RecipientLog {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly log: RecipientLogRepository,
  ) {}

  /** One page, newest first; a campaign that was never launched has none. */
  async page(
    ownerId: string,
    campaignId: string,
    wanted: RecipientLogQuery,
  ): Promise<Page<CampaignRecipient>> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    const { items, nextCursor } = await this.log.list(ownerId, id, wanted);
    return { items: items.map(toldRecipient), nextCursor };
  }

  /** All of them as CSV, read page by page while it is sent. */
  async file(ownerId: string, campaignId: string, wanted: RecipientLogFilter): Promise<Readable> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    return Readable.from(this.lines(ownerId, id, wanted), { objectMode: false });
  }

  private async *lines(
    ownerId: string,
    campaignId: string,
    wanted: RecipientLogFilter,
  ): AsyncGenerator<string> {
    yield `${COLUMNS.join(',')}\r\n`;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const from = cursor;
      const page: Page<LoggedRecipient> = await this.database.as(ownerId, () =>
        this.log.list(ownerId, campaignId, { ...wanted, limit: EXPORTED_AT_ONCE, cursor: from }),
      );
      yield page.items.map(lineOf).join('');
      cursor = page.nextCursor;
    }
  }
}

function lineOf(recipient: LoggedRecipient): string {
  const told = toldRecipient(recipient);
  return `${COLUMNS.map((column) => csvCell(told[column])).join(',')}\r\n`;
}

/** A line of the log with its reason in words. */
export function toldRecipient(recipient: LoggedRecipient): CampaignRecipient {
  return { ...recipient, reason: skipWords(recipient.skip_reason) };
}
