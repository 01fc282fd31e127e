import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';

/** An instance that is to begin. */
export interface NewExecution {
  readonly id: string;
  readonly lead_id: string | null;
  readonly input: object | null;
  /** Held until the instance is over. */
  readonly entry_key: string | null;
  /** Held for ever. */
  readonly lasting_keys: readonly string[];
  readonly concurrency_key: string | null;
}

/** Where all of them begin. */
export interface Beginning {
  readonly workflowId: string;
  readonly version: number;
  readonly trigger: string;
  readonly step: string | null;
  readonly outside: boolean;
  readonly awaits: string | null;
  readonly awaits_match: Record<string, unknown> | null;
  readonly parentId: string | null;
  readonly depth: number;
}

/** Whose keys were all free. */
interface Admission {
  readonly free: ReadonlySet<string>;
  /** How many come a second time for the same firing or call. */
  readonly repeated: number;
}

/** How keys begin of what is let in once, such as one firing. */
export const ONCE = 'o:';
const OPEN_AT_MOST = 100_000;
/** A workflow that lets in what it has caused itself comes to an end. */
const OF_ONE_LEAD_IN_AN_HOUR = 20;

/** Lets instances in: however many, in four statements. */
@Injectable()
export class EntryRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflows', 'workflow_executions', 'workflow_keys', 'workflow_figures');
  }

  /** How many more may be open. */
  async room(ownerId: string): Promise<number> {
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from (
        select from workflow_executions where created_by = ${ownerId} and completed_at is null limit ${sql.lit(OPEN_AT_MOST)}
      ) open`.execute(this.tables);
    return OPEN_AT_MOST - (rows[0]?.open ?? 0);
  }

  /** Whether the workflow lets anybody in; it is neither paused nor deleted until the transaction ends. */
  async isOpen(ownerId: string, workflowId: string): Promise<boolean> {
    const { rows } = await sql`
      select from workflows where id = ${workflowId} and created_by = ${ownerId} and status = 'active' for share`.execute(
      this.tables,
    );
    return rows.length > 0;
  }

  /** Takes the keys. Keys of those whose were not all free are given back. */
  async takeKeys(ownerId: string, workflowId: string, wanting: readonly NewExecution[]): Promise<Admission> {
    const keys = wanting.flatMap(({ id, entry_key, lasting_keys }) => [
      ...(entry_key === null ? [] : [{ id, key: entry_key, lasting: false }]),
      ...lasting_keys.map((key) => ({ id, key, lasting: true })),
    ]);
    if (keys.length === 0) return { free: new Set(wanting.map(({ id }) => id)), repeated: 0 };
    const { rows } = await sql<{ id: string; key: string }>`
      with wanted as (
        select distinct on (key) * from json_to_recordset(${JSON.stringify(keys)}::json)
          as given (id uuid, key text, lasting boolean) order by key, id
      ), kept as (
        insert into workflow_keys (created_by, workflow_id, key, execution_id, lasting)
        select ${ownerId}::uuid, ${workflowId}, key, id, lasting from wanted order by key
        on conflict do nothing returning execution_id as id, key
      )
      select id, key from kept`.execute(this.tables);
    const kept = new Set(rows.map(({ id, key }) => `${id} ${key}`));
    const lost = keys.filter(({ id, key }) => !kept.has(`${id} ${key}`));
    const refused = new Set(lost.map(({ id }) => id));
    await this.giveBack(ownerId, [...refused]);
    return {
      free: new Set(wanting.map(({ id }) => id).filter((id) => !refused.has(id))),
      repeated: lost.filter(({ key }) => key.startsWith(ONCE)).length,
    };
  }

  /** Answers the ids of those that began; of a lead that has entered too often lately, none does. */
  async add(
    ownerId: string,
    begin: Beginning,
    executions: readonly NewExecution[],
  ): Promise<ReadonlySet<string>> {
    const { workflowId } = begin;
    const rows = executions.map(({ id, lead_id, input, concurrency_key }) => ({
      id,
      lead_id,
      input,
      concurrency_key,
    }));
    const { rows: added } = await sql<{ id: string }>`
      insert into workflow_executions (id, workflow_id, version, created_by, lead_id, trigger, status, step, outside, due_at,
        since, seen, seen_by, input_data, awaits, awaits_match, concurrency_key, parent_id, depth)
      select id, ${workflowId}, ${begin.version}::integer, ${ownerId}::uuid, lead_id, ${begin.trigger}, 'pending', ${begin.step}::text,
        ${begin.outside}::boolean, now(), clock_timestamp(), case when ${begin.awaits}::text is not null then pg_current_snapshot() end,
        case when ${begin.awaits}::text is not null then pg_current_xact_id() end, input, ${begin.awaits}::text,
        ${begin.awaits_match && JSON.stringify(begin.awaits_match)}::jsonb, concurrency_key, ${begin.parentId}::uuid, ${begin.depth}::smallint
      from (
        select *, row_number() over (partition by lead_id order by id) as nth
        from json_to_recordset(${JSON.stringify(rows)}::json) as given (id uuid, lead_id uuid, input jsonb, concurrency_key text)
      ) given
      where lead_id is null or nth + (
        select count(*) from (
          select from workflow_executions known
          where known.lead_id = given.lead_id and known.workflow_id = ${workflowId} and known.created_by = ${ownerId}
            and known.created_at > now() - interval '1 hour' limit ${sql.lit(OF_ONE_LEAD_IN_AN_HOUR)}
        ) lately
      ) <= ${sql.lit(OF_ONE_LEAD_IN_AN_HOUR)}
      returning id`.execute(this.tables);
    const begun = new Set(added.map(({ id }) => id));
    await this.giveBack(
      ownerId,
      executions.filter(({ id }) => !begun.has(id)).map(({ id }) => id),
    );
    return begun;
  }

  /** Counts at the trigger who came and who was let in. */
  async count(ownerId: string, begin: Beginning, came: number, letIn: number): Promise<void> {
    const { workflowId, version, trigger } = begin;
    await sql`
      insert into workflow_figures as known (created_by, workflow_id, version, step, entered, done, skipped)
      values (${ownerId}, ${workflowId}, ${version}, ${trigger}, ${came}, ${letIn}, ${came - letIn})
      on conflict (created_by, workflow_id, version, step) do update set entered = known.entered + excluded.entered,
        done = known.done + excluded.done, skipped = known.skipped + excluded.skipped`.execute(this.tables);
  }

  /** Forgets keys of firings and calls from before: they do not come again. Answers how many. */
  async forgetOnce(before: Date, atMost: number): Promise<number> {
    const { numAffectedRows = 0n } = await this.database.asService('platform.retention', () =>
      sql`
        delete from workflow_keys where ctid = any(array(
          select ctid from workflow_keys where starts_with(key, ${ONCE}) and at < ${before.toISOString()}::timestamptz
          order by at limit ${atMost} for update skip locked))`.execute(this.tables),
    );
    return Number(numAffectedRows);
  }

  private async giveBack(ownerId: string, executionIds: readonly string[]): Promise<void> {
    if (executionIds.length === 0) return;
    await this.tables
      .deleteFrom('workflow_keys')
      .where('created_by', '=', ownerId)
      .where(sql<boolean>`execution_id = any(${[...executionIds]}::uuid[])`)
      .execute();
  }
}
