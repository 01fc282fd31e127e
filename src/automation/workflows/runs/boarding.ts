import { Injectable } from '@nestjs/common';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import type { Filter } from '#domains/leads/filters/filter';
import type { Lead } from '#domains/leads/lead.answers.dto';
import { DefinitionBook, versionKey } from '../definitions/definition-book.js';
import { type Definition, FORMAT, stepOf } from '../definitions/definition.js';
import { ClaimRepository } from './claim.repository.js';
import { overBefore, type Settlement, settled } from './settlement.js';
import type { Execution, Visit } from './visit.js';

const DAY_MS = 86_400_000;
/** What another process, of a later version of ours, has written. */
const UNREADABLE_WAIT_MS = 60_000;

/** What is to be done, and what is settled before it is begun. */
interface Boarded {
  readonly visits: readonly Visit[];
  readonly settlements: readonly Settlement[];
  /** All of them, by the ids of their instances. */
  readonly all: ReadonlyMap<string, Visit>;
}

/** A visit, and a workflow whose goal its lead may have reached. */
interface Aim {
  readonly visit: Visit;
  readonly definition: Definition;
}

/** Gives instances what they need for their next step, and ends those that are to go no further. */
@Injectable()
export class Boarding {
  constructor(
    private readonly book: DefinitionBook,
    private readonly leads: LeadBatches,
    private readonly claims: ClaimRepository,
  ) {}

  async board(ownerId: string, taken: readonly Execution[], now: Date): Promise<Boarded> {
    const fresh = taken.filter(({ status }) => status === 'pending');
    const mayBegin = await this.claims.begin(ownerId, fresh);
    const executions = taken.filter(({ id, status }) => status !== 'pending' || mayBegin.has(id));
    const definitions = await this.book.of(ownerId, executions);
    const leadIds = [...new Set(executions.flatMap(({ leadId }) => leadId ?? []))];
    const leads = await this.leads.many(ownerId, leadIds);
    const visits = executions.map((execution) => visitOf(execution, { definitions, leads, now }));
    const gone = await this.book.gone(
      ownerId,
      executions.filter((execution) => !definitions.has(versionKey(execution))),
    );
    const settlements: Settlement[] = [];
    const open = visits.filter((visit) => {
      const key = versionKey(visit.execution);
      const before = gone.has(key)
        ? overBefore(visit, 'the workflow is gone', 'cancelled')
        : settledBefore(visit, definitions.has(key));
      if (before) settlements.push(before);
      return !before;
    });
    const aims = open.map((visit) => ({ visit, definition: visit.definition }));
    const won = await this.reachedGoal(ownerId, aims);
    const wonAbove = await this.reachedGoal(ownerId, await this.aimsAbove(ownerId, open));
    const goesOn = open.filter((visit) => {
      if (won.has(visit)) settlements.push(overBefore(visit, 'goal', 'completed'));
      else if (wonAbove.has(visit)) settlements.push(overBefore(visit, 'goal of its parent', 'cancelled'));
      else return true;
      return false;
    });
    return {
      visits: goesOn,
      settlements,
      all: new Map(visits.map((visit) => [visit.execution.id, visit])),
    };
  }

  /** What workflows are for that wait for an instance as a part of theirs: they are not taken up while it goes on. */
  private async aimsAbove(ownerId: string, visits: readonly Visit[]): Promise<Aim[]> {
    const parts = new Map(
      visits.flatMap((visit) => (visit.execution.parentId === null ? [] : [[visit.execution.id, visit]])),
    );
    if (parts.size === 0) return [];
    const wholes = await this.claims.wholesOf(ownerId, [...parts.keys()]);
    const definitions = await this.book.of(ownerId, wholes);
    return wholes.flatMap(({ part, ...ref }) => {
      const [visit, definition] = [parts.get(part), definitions.get(versionKey(ref))];
      return visit && definition ? [{ visit, definition }] : [];
    });
  }

  /** Whose lead is what a workflow is for: asked once for each version. */
  private async reachedGoal(ownerId: string, aims: readonly Aim[]): Promise<ReadonlySet<Visit>> {
    const byGoal = Map.groupBy(
      aims.filter(({ definition, visit }) => definition.settings.goal && visit.lead),
      ({ definition }) => definition,
    );
    const reached = new Set<Visit>();
    for (const [{ settings }, some] of byGoal) {
      const ids = some.flatMap(({ visit }) => visit.lead?.id ?? []);
      const meant = await this.leads.matching(ownerId, settings.goal as unknown as Filter, ids);
      for (const { visit } of some) if (visit.lead && meant.has(visit.lead.id)) reached.add(visit);
    }
    return reached;
  }
}

const NOTHING: Definition = {
  format: FORMAT,
  settings: { re_entry: 'always', max_steps: Infinity, max_days: Infinity },
  steps: [],
};

function visitOf(
  execution: Execution,
  known: { definitions: ReadonlyMap<string, Definition>; leads: ReadonlyMap<string, Lead>; now: Date },
): Visit {
  const definition = known.definitions.get(versionKey(execution)) ?? NOTHING;
  const nowhere = { id: execution.step ?? '', type: '', config: {}, next: {} };
  return {
    execution,
    definition,
    step: stepOf(definition, execution.step) ?? nowhere,
    lead: execution.leadId === null ? null : (known.leads.get(execution.leadId) ?? null),
    now: known.now,
  };
}

/** What ends an instance whatever its step is, or keeps it waiting. */
function settledBefore(visit: Visit, isKnown: boolean): Settlement | undefined {
  const { execution, definition, step, lead, now } = visit;
  // Its call was lost with its worker, and is not made again.
  if (execution.wanted !== null) return settled(visit, { kind: 'wait', until: now });
  if (!isKnown) return settled(visit, { kind: 'wait', until: new Date(now.getTime() + UNREADABLE_WAIT_MS) });
  if (execution.leadId !== null && !lead) return overBefore(visit, 'the lead is gone', 'cancelled');
  if (execution.step === null) return { ...overBefore(visit, 'end', 'completed'), step: null };
  if (step.type === '')
    return failed(
      visit,
      'workflows/step-gone',
      `There is no step ${execution.step} in version ${execution.version}.`,
    );
  const { max_steps, max_days } = definition.settings;
  if (execution.seq > max_steps)
    return failed(visit, 'workflows/too-many-steps', `An instance makes at most ${max_steps} steps.`);
  if (now.getTime() - Date.parse(execution.createdAt) > max_days * DAY_MS)
    return overBefore(visit, `older than ${max_days} days`, 'cancelled');
  return undefined;
}

function failed(visit: Visit, code: string, message: string): Settlement {
  const step = { ...visit.step, on_error: undefined };
  return settled({ ...visit, step }, { kind: 'fail', code, message, final: true });
}
