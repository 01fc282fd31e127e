import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { ProposalBody } from '../proposal.answers.dto.js';
import { proposalTotals } from '../proposal-totals.js';
import { storedBody, type StoredBody } from '../stored-body.js';
import type { ProposalVersion, ProposalVersionSummary } from './version.dto.js';

/** Older versions of one proposal are dropped. */
const MOST_VERSIONS = 100;

/** One version that is to be kept. */
export interface NewVersion {
  proposalId: string;
  version: number;
  body: ProposalBody;
  /** What differs from the version before. */
  changes: readonly string[];
}

@Injectable()
export class VersionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('proposal_versions');
  }

  /** Keeps the version; the hundred newest of the proposal stay. */
  async add(ownerId: string, { proposalId, version, body, changes }: NewVersion): Promise<void> {
    await this.tables
      .insertInto('proposal_versions')
      .values({
        id: newId(),
        proposal_id: proposalId,
        created_by: ownerId,
        version,
        body: JSON.stringify(body),
        changes: [...changes],
        value: proposalTotals(body).total,
      })
      .execute();
    if (version <= MOST_VERSIONS) return;
    await this.tables
      .deleteFrom('proposal_versions')
      .where('created_by', '=', ownerId)
      .where('proposal_id', '=', proposalId)
      .where('version', '<=', version - MOST_VERSIONS)
      .execute();
  }

  /** Newest first. */
  async list(ownerId: string, proposalId: string, page: PageQuery): Promise<Page<ProposalVersionSummary>> {
    const own = this.tables
      .selectFrom('proposal_versions')
      .select(['id', 'version', 'changes', 'value', 'created_at'])
      .where('created_by', '=', ownerId)
      .where('proposal_id', '=', proposalId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return {
      items: items.map(({ version, changes, value, created_at }) => ({
        version,
        changes,
        value: value === null ? null : Number(value),
        created_at,
      })),
      nextCursor,
    };
  }

  async find(ownerId: string, proposalId: string, version: number): Promise<ProposalVersion | undefined> {
    const row = await this.tables
      .selectFrom('proposal_versions')
      .select(['version', 'body', 'created_at'])
      .where('created_by', '=', ownerId)
      .where('proposal_id', '=', proposalId)
      .where('version', '=', version)
      .executeTakeFirst();
    if (!row) return undefined;
    const body = storedBody(row.body as StoredBody);
    return { ...body, version: row.version, totals: proposalTotals(body), created_at: row.created_at };
  }
}
