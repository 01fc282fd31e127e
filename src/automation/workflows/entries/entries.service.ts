import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import type { Filter } from '#domains/leads/filters/filter';
import type { Lead } from '#domains/leads/lead.answers.dto';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { builtInCalled } from '../built-ins/built-ins.js';
import { stepOf } from '../definitions/definition.js';
import { AdvanceInstancesJob, MakeCallsJob } from '../runs/run.jobs.js';
import { awaitedAt } from '../steps/awaited-at.js';
import { shapeOf } from '../steps/step-shapes.js';
import { type Beginning, EntryRepository, type NewExecution, ONCE } from './entry.repository.js';
import { type Door, type Entered, type Entry, keyValue } from './entry.js';

/** The one way into workflows: who may enter, and who has. */
@Injectable()
export class Entries {
  constructor(
    private readonly database: Database,
    private readonly entries: EntryRepository,
    private readonly leads: LeadBatches,
    private readonly feed: LeadFeed,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Lets in whoever may come, however many, and answers for each whether it was; joins the running transaction. A lead that is
   * not the owner's, or that the trigger does not mean, is never let in; nor is anybody where the workflow does not run.
   */
  enter(ownerId: string, door: Door, wanting: readonly Entry[]): Promise<readonly Entered[]> {
    return this.database.transaction(async () => {
      await this.feed.holdBack(ownerId);
      if (!builtInCalled(door.workflowId) && !(await this.entries.isOpen(ownerId, door.workflowId)))
        return wanting.map((entry) => ({ entry, executionId: null }));
      const leads = await this.leads.many(ownerId, [
        ...new Set(wanting.flatMap(({ leadId }) => leadId ?? [])),
      ]);
      const meant = await this.meant(ownerId, door, leads);
      const begin = beginningOf(door);
      const asked = wanting.map((entry) => ({ entry, execution: executionOf(door, entry, leads) }));
      const welcome = asked.filter(({ entry: { leadId } }) => leadId === null || meant.has(leadId));
      const room = Math.max(0, await this.entries.room(ownerId));
      const candidates = welcome.slice(0, room).map(({ execution }) => execution);
      const { free, repeated } = await this.entries.takeKeys(ownerId, door.workflowId, candidates);
      const begun = await this.entries.add(
        ownerId,
        begin,
        candidates.filter(({ id }) => free.has(id)),
      );
      const came = wanting.length - repeated;
      if (came > 0) await this.entries.count(ownerId, begin, came, begun.size);
      if (begun.size > 0)
        await this.jobs.send(begin.outside ? MakeCallsJob : AdvanceInstancesJob, { askedBy: 'owner' });
      return asked.map(({ entry, execution: { id } }) => ({ entry, executionId: begun.has(id) ? id : null }));
    });
  }

  private async meant(
    ownerId: string,
    { definition, trigger }: Door,
    leads: ReadonlyMap<string, Lead>,
  ): Promise<ReadonlySet<string>> {
    const ids = [...leads.keys()];
    const filter = stepOf(definition, trigger)?.config['filter'];
    if (filter === undefined) return new Set(ids);
    return this.leads.matching(ownerId, filter as Filter, ids);
  }
}

function beginningOf({ workflowId, version, definition, trigger, parent }: Door): Beginning {
  const first = stepOf(definition, stepOf(definition, trigger)?.next['next'] ?? null);
  return {
    workflowId,
    version,
    trigger,
    step: first?.id ?? null,
    outside: (first && shapeOf(first.type)?.outside) ?? false,
    ...(first ? awaitedAt(first) : { awaits: null, awaits_match: null }),
    parentId: parent?.id ?? null,
    depth: parent ? parent.depth + 1 : 0,
  };
}

function executionOf({ definition }: Door, entry: Entry, leads: ReadonlyMap<string, Lead>): NewExecution {
  const { re_entry, concurrency_key, dedupe_key } = definition.settings;
  const { leadId, input, dedupeKey } = entry;
  const lead = leadId === null ? undefined : leads.get(leadId);
  const said = dedupe_key === undefined ? null : keyValue(dedupe_key, entry, lead);
  const lasting = [
    ...(re_entry === 'never' && leadId !== null ? [`n:${leadId}`] : []),
    ...(said === null ? [] : [`d:${said}`]),
    ...(dedupeKey === undefined ? [] : [`${ONCE}${dedupeKey}`]),
  ];
  return {
    id: newId(),
    lead_id: leadId,
    input: input ?? null,
    entry_key: re_entry === 'after_end' && leadId !== null ? `e:${leadId}` : null,
    lasting_keys: lasting,
    concurrency_key: concurrency_key === undefined ? null : keyValue(concurrency_key, entry, lead),
  };
}
