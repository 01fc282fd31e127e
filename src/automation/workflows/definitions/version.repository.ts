import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import type { Definition } from './definition.js';

/** A version of a workflow. */
export interface VersionRef {
  readonly workflowId: string;
  readonly version: number;
}

export interface VersionRow {
  readonly version: number;
  readonly note: string | null;
  readonly published_at: string;
  readonly definition: Record<string, unknown>;
}

/** What lets leads in, and at which version. */
export interface KeptTrigger {
  readonly workflowId: string;
  readonly version: number;
  readonly step: string;
  readonly config: Record<string, unknown>;
}

/** What was published, and what lets leads in. */
@Injectable()
export class VersionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('workflow_versions', 'workflow_triggers');
  }

  /** The definitions as they are kept, by workflow and version; those that do not exist are left out. */
  async stored(
    ownerId: string,
    refs: readonly VersionRef[],
  ): Promise<(VersionRef & { definition: Record<string, unknown> })[]> {
    const { rows } = await sql<VersionRef & { definition: Record<string, unknown> }>`
      select kept.workflow_id as "workflowId", kept.version, kept.definition
      from json_to_recordset(${JSON.stringify(refs)}::json) as wanted ("workflowId" text, version integer)
      join workflow_versions kept on kept.workflow_id = wanted."workflowId" and kept.version = wanted.version
      where kept.created_by = ${ownerId}`.execute(this.tables);
    return rows;
  }

  /** Keeps a version; one that is kept already stays as it is. */
  async add(
    ownerId: string,
    { workflowId, version }: VersionRef,
    definition: Definition,
    note: string | null = null,
  ): Promise<void> {
    await this.tables
      .insertInto('workflow_versions')
      .values({
        created_by: ownerId,
        workflow_id: workflowId,
        version,
        definition: JSON.stringify(definition),
        note,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** The newest version first. */
  async list(
    ownerId: string,
    workflowId: string,
    limit: number,
    before: number | null,
  ): Promise<VersionRow[]> {
    const rows = await this.tables
      .selectFrom('workflow_versions')
      .select(['version', 'note', 'published_at', 'definition'])
      .where('created_by', '=', ownerId)
      .where('workflow_id', '=', workflowId)
      .$if(before !== null, (query) => query.where('version', '<', before ?? 0))
      .orderBy('version', 'desc')
      .limit(limit)
      .execute();
    return rows as unknown as VersionRow[];
  }

  /** The number of the newest version; 0 while there is none. */
  async newest(ownerId: string, workflowId: string): Promise<number> {
    const { version } = await this.tables
      .selectFrom('workflow_versions')
      .select(({ fn }) => fn.max('version').as('version'))
      .where('created_by', '=', ownerId)
      .where('workflow_id', '=', workflowId)
      .executeTakeFirstOrThrow();
    return version ?? 0;
  }

  /** What lets leads in from now on; nothing while the workflow rests. */
  async setTriggers(
    ownerId: string,
    workflowId: string,
    triggers: readonly { version: number; step: string; kind: string; config: object }[],
  ): Promise<void> {
    await this.tables
      .deleteFrom('workflow_triggers')
      .where('created_by', '=', ownerId)
      .where('workflow_id', '=', workflowId)
      .execute();
    if (triggers.length === 0) return;
    const rows = triggers.map(({ config, ...trigger }) => ({
      ...trigger,
      created_by: ownerId,
      workflow_id: workflowId,
      config: JSON.stringify(config),
    }));
    await this.tables.insertInto('workflow_triggers').values(rows).execute();
  }

  /** What lets the owner's leads in on one of these kinds of events. */
  async triggersOf(ownerId: string, kinds: readonly string[]): Promise<KeptTrigger[]> {
    const rows = await this.tables
      .selectFrom('workflow_triggers')
      .select(['workflow_id as workflowId', 'version', 'step', 'config'])
      .where('created_by', '=', ownerId)
      .where('kind', 'in', [...kinds])
      .orderBy('workflow_id')
      .execute();
    return rows as unknown as KeptTrigger[];
  }

  /** The kinds of events on which something of the owner's is let in. */
  async kindsOf(ownerId: string): Promise<string[]> {
    const rows = await this.tables
      .selectFrom('workflow_triggers')
      .select('kind')
      .distinct()
      .where('created_by', '=', ownerId)
      .execute();
    return rows.map(({ kind }) => kind);
  }

  async forget(ownerId: string, workflowId: string): Promise<void> {
    await this.setTriggers(ownerId, workflowId, []);
    await this.tables
      .deleteFrom('workflow_versions')
      .where('created_by', '=', ownerId)
      .where('workflow_id', '=', workflowId)
      .execute();
  }
}
