import { Injectable } from '@nestjs/common';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import type { Filter } from '#domains/leads/filters/filter';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { stepOf } from '../definitions/definition.js';
import { DefinitionBook } from '../definitions/definition-book.js';
import type { ScheduleWish } from '../steps/trigger.shapes.js';
import { Entries } from './entries.service.js';
import { EnterScheduledJob, type ScheduledEntry } from './scheduled-entry.kind.js';

const LEADS_AT_ONCE = 5_000;
const EVERYBODY: Filter = { all: [] };

/**
 * Lets in whom the trigger means, some thousands in each transaction. Each lead is let in once for the firing, so that a worker
 * that follows one that died lets nobody in twice.
 */
@Injectable()
@Handles(EnterScheduledJob)
export class EnterScheduledHandler implements JobHandler<ScheduledEntry> {
  constructor(
    private readonly book: DefinitionBook,
    private readonly leads: LeadBatches,
    private readonly entries: Entries,
  ) {}

  async handle(
    { ownerId, workflowId, version, step, jobId, dueAt }: ScheduledEntry,
    run: JobRun,
  ): Promise<void> {
    const definition = await this.book.one(ownerId, { workflowId, version });
    const trigger = definition && stepOf(definition, step);
    if (!definition || !trigger) return;
    const door = { workflowId, version, definition, trigger: step };
    const { segment_id: segmentId, filter } = trigger.config as unknown as ScheduleWish;
    const firing = `${jobId} ${dueAt}`;
    const input = { due_at: dueAt };
    if (segmentId === undefined && filter === undefined) {
      await this.entries.enter(ownerId, door, [{ leadId: null, input, dedupeKey: firing }]);
      return;
    }
    const selection = { filter: (filter as Filter | undefined) ?? EVERYBODY, segmentId };
    for (let after: string | null = null; ;) {
      run.signal.throwIfAborted();
      const ids: string[] = await this.leads.ids(ownerId, selection, after, LEADS_AT_ONCE);
      const coming = ids.map((leadId) => ({ leadId, input, dedupeKey: `${firing} ${leadId}` }));
      if (coming.length > 0) await this.entries.enter(ownerId, door, coming);
      if (ids.length < LEADS_AT_ONCE) return;
      after = ids.at(-1) ?? null;
    }
  }
}
