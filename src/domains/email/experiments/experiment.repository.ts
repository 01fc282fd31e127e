import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Condition } from '#platform/clock/look.repository';
import { Database } from '#platform/database/database';
import type { Experiment, Metric, NewExperiment } from './experiment.dto.js';

/** What is different in one variant. */
export interface Variant {
  readonly id: string;
  readonly label: string;
  readonly subject: string | null;
  readonly html: string | null;
  readonly text: string | null;
  readonly from_name: string | null;
}

export interface KeptExperiment {
  readonly id: string;
  readonly created_by: string;
  readonly campaign_id: string;
  readonly metric: Metric;
  readonly test_share: number;
  readonly hours: number;
  readonly minimum_sample: number;
  readonly threshold: number;
  readonly loss_at_most: number;
  readonly without_winner: 'first' | 'wait';
  readonly state: Experiment['state'];
  readonly reason: Experiment['reason'];
  readonly result: unknown;
  readonly winner_variant: string | null;
  readonly rest_variant: string | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  /** Its mailing was given up before anybody was sent anything: where the campaign is launched again it begins anew. */
  readonly given_up: boolean;
  readonly variants: readonly Variant[];
}

/** What is written when it is known which variant the others get. */
export interface Decision {
  readonly state: 'decided' | 'undecided' | 'ended';
  readonly reason: NonNullable<Experiment['reason']>;
  readonly result: unknown;
  readonly winner: string | null;
  readonly rest: string | null;
  readonly by: string | null;
}

const LABELS = 'ABCDE';

/** Experiments and their variants, as their owners see them. */
@Injectable()
export class ExperimentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_experiments', 'email_variants', 'email_campaigns');
  }

  /** Keeps the experiment of a campaign in place of one it had; false when that one is under way. */
  async put(ownerId: string, campaignId: string, wanted: NewExperiment): Promise<boolean> {
    const removed = await this.remove(ownerId, campaignId);
    if (!removed && (await this.find(ownerId, campaignId))) return false;
    const id = newId();
    await this.tables
      .insertInto('email_experiments')
      .values({
        id,
        created_by: ownerId,
        campaign_id: campaignId,
        metric: wanted.metric,
        test_share: wanted.test_percent / 100,
        hours: wanted.hours,
        minimum_sample: wanted.minimum_sample,
        threshold: wanted.threshold,
        loss_at_most: wanted.loss_at_most_percent / 100,
        without_winner: wanted.without_winner,
      })
      .execute();
    await this.tables
      .insertInto('email_variants')
      .values(
        wanted.variants.map(({ subject, body, text, from_name }, position) => ({
          id: newId(),
          created_by: ownerId,
          experiment_id: id,
          position,
          label: LABELS[position] ?? '',
          subject: subject ?? null,
          html: body ?? null,
          text: text ?? null,
          from_name: from_name ?? null,
        })),
      )
      .execute();
    return true;
  }

  /** What was to be tested, for another campaign; nothing of what came of it. */
  async copy(ownerId: string, campaignId: string, copyId: string): Promise<void> {
    await sql`
      with source as (
        select * from email_experiments where campaign_id = ${campaignId} and created_by = ${ownerId}
      ), made as (
        insert into email_experiments (id, created_by, campaign_id, metric, test_share, hours, minimum_sample, threshold,
          loss_at_most, without_winner)
        select ${newId()}, created_by, ${copyId}, metric, test_share, hours, minimum_sample, threshold, loss_at_most,
          without_winner from source returning id
      )
      insert into email_variants (id, created_by, experiment_id, position, label, subject, html, text, from_name)
      select gen_random_uuid(), v.created_by, made.id, v.position, v.label, v.subject, v.html, v.text, v.from_name
      from source join email_variants v on v.experiment_id = source.id cross join made`.execute(this.tables);
  }

  async find(ownerId: string, campaignId: string): Promise<KeptExperiment | undefined> {
    const { rows } = await sql<KeptExperiment>`
      select e.*, (select json_agg(v order by v.position) from email_variants v where v.experiment_id = e.id) as variants,
        exists (select from email_campaigns c where c.campaign_id = e.campaign_id and c.created_by = e.created_by
                and c.state = 'stopped' and not c.planned) as given_up
      from email_experiments e where e.campaign_id = ${campaignId} and e.created_by = ${ownerId}`.execute(
      this.tables,
    );
    return rows[0];
  }

  /** Keeps others from deciding until the running transaction ends. */
  async hold(ownerId: string, campaignId: string): Promise<KeptExperiment | undefined> {
    await sql`select from email_experiments where campaign_id = ${campaignId} and created_by = ${ownerId}
              for no key update`.execute(this.tables);
    return this.find(ownerId, campaignId);
  }

  /** Removes an experiment that has not begun. */
  async remove(ownerId: string, campaignId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_experiments')
      .where('created_by', '=', ownerId)
      .where('campaign_id', '=', campaignId)
      .where('state', '=', 'defined')
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** The campaign's mailing has been opened: the variants keep the words that they had then. What came of a former one is gone. */
  async begin(
    ownerId: string,
    experimentId: string,
    variants: readonly { readonly id: string; readonly words: object }[],
  ): Promise<void> {
    await sql`
      update email_variants v set words = w.words
      from json_to_recordset(${JSON.stringify(variants)}::json) as w(id uuid, words jsonb)
      where v.id = w.id and v.created_by = ${ownerId} and v.experiment_id = ${experimentId}`.execute(
      this.tables,
    );
    await this.tables
      .updateTable('email_experiments')
      .set({
        state: 'running',
        look_at: sql`now()`,
        reason: null,
        result: null,
        winner_variant: null,
        rest_variant: null,
        decided_by: null,
        decided_at: null,
      })
      .where('created_by', '=', ownerId)
      .where('id', '=', experimentId)
      .execute();
  }

  async decide(ownerId: string, experimentId: string, decision: Decision): Promise<void> {
    await this.tables
      .updateTable('email_experiments')
      .set({
        state: decision.state,
        reason: decision.reason,
        result: JSON.stringify(decision.result),
        winner_variant: decision.winner,
        rest_variant: decision.rest,
        decided_by: decision.by,
        decided_at: sql`now()`,
        look_at: decision.rest === null ? null : sql`now()`,
      })
      .where('created_by', '=', ownerId)
      .where('id', '=', experimentId)
      .execute();
  }

  /** Looked at again in so many seconds; never when there is nothing left to do. */
  async postpone(experimentId: string, seconds: number | null): Promise<void> {
    await sql`update email_experiments set look_at = now() + ${seconds}::float8 * interval '1 second'
              where id = ${experimentId}`.execute(this.tables);
  }

  /** Whether a worker is to look at one of any owner. */
  isAnyDue(): Condition {
    return sql<boolean>`exists (select from email_experiments where look_at <= now())`;
  }

  async due(atMost: number): Promise<{ id: string; ownerId: string; campaignId: string }[]> {
    return this.database.asService('email.claim', async () => {
      const { rows } = await sql<{ id: string; ownerId: string; campaignId: string }>`
        select id, created_by as "ownerId", campaign_id as "campaignId" from email_experiments
        where look_at <= now() order by look_at limit ${atMost}`.execute(this.tables);
      return rows;
    });
  }
}
