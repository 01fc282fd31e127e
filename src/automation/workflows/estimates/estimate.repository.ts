import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { WalkedMailing, WalkedPart } from './audience-walk.js';
import type { Tally } from './tally.js';

export interface KeptEstimate {
  readonly campaign_id: string;
  readonly status: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  readonly audience: WalkedMailing['audience'];
  readonly settings: WalkedMailing['settings'];
  readonly cursor: string | null;
  readonly tally: Tally;
  readonly error: string | null;
  readonly created_at: string;
  readonly finished_at: string | null;
}

/** One request to estimate a campaign's audience. */
export interface EstimateKey {
  readonly ownerId: string;
  readonly campaignId: string;
  readonly attempt: string;
}

const OPEN = ['queued', 'running'];

/** The newest estimate of each campaign. */
@Injectable()
export class EstimateRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('campaign_estimates');
  }

  /** In place of an older one, which nobody can go on with any more. */
  async put(
    { ownerId, campaignId, attempt }: EstimateKey,
    { audience, settings }: WalkedMailing,
    { tally, cursor, isOver }: WalkedPart,
  ): Promise<KeptEstimate> {
    const { rows } = await sql<KeptEstimate>`
      insert into campaign_estimates (campaign_id, created_by, attempt, status, audience, settings, cursor, tally, finished_at)
      values (${campaignId}, ${ownerId}, ${attempt}, ${isOver ? 'completed' : 'queued'}, ${JSON.stringify(audience)}::jsonb,
        ${JSON.stringify(settings)}::jsonb, ${cursor}, ${JSON.stringify(tally)}::jsonb, ${isOver ? sql`now()` : null})
      on conflict (campaign_id) do update set attempt = excluded.attempt, status = excluded.status,
        audience = excluded.audience, settings = excluded.settings, cursor = excluded.cursor, tally = excluded.tally,
        error = null, created_at = now(), finished_at = excluded.finished_at
        where campaign_estimates.created_by = excluded.created_by
      returning *`.execute(this.tables);
    return rows[0] as KeptEstimate;
  }

  async find(ownerId: string, campaignId: string): Promise<KeptEstimate | undefined> {
    const row = await this.tables
      .selectFrom('campaign_estimates')
      .selectAll()
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .executeTakeFirst();
    return row as unknown as KeptEstimate | undefined;
  }

  /** Keeps how far it has come; nothing when it was cancelled or asked for anew. */
  async advance(key: EstimateKey, { tally, cursor, isOver }: WalkedPart): Promise<KeptEstimate | undefined> {
    const row = await this.open(key)
      .set({
        status: isOver ? 'completed' : 'running',
        tally: JSON.stringify(tally),
        cursor,
        finished_at: isOver ? sql`now()` : null,
      })
      .returningAll()
      .executeTakeFirst();
    return row as unknown as KeptEstimate | undefined;
  }

  /** What an attempt is to go on with. */
  async toWalk(key: EstimateKey): Promise<KeptEstimate | undefined> {
    const row = await this.open(key).set({ status: 'running' }).returningAll().executeTakeFirst();
    return row as unknown as KeptEstimate | undefined;
  }

  async fail(key: EstimateKey, error: string): Promise<void> {
    await this.open(key)
      .set({ status: 'failed', error, finished_at: sql`now()` })
      .execute();
  }

  /** False when it is over. */
  async cancel(ownerId: string, campaignId: string): Promise<boolean> {
    const { numUpdatedRows } = await this.tables
      .updateTable('campaign_estimates')
      .set({ status: 'cancelled', finished_at: sql`now()` })
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .where('status', 'in', OPEN)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  private open({ ownerId, campaignId, attempt }: EstimateKey) {
    return this.tables
      .updateTable('campaign_estimates')
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .where('attempt', '=', attempt)
      .where('status', 'in', OPEN);
  }
}
