import { Injectable } from '@nestjs/common';
import { withoutUndefined } from '#kernel/without-undefined';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import type { Filter } from '#domains/leads/filters/filter';
import { LeadNotFound } from '#domains/leads/lead.errors';
import { instantOf } from '#platform/http/instant.validator';
import { DeepCheck } from '../definitions/deep-check.js';
import type { Definition, Step } from '../definitions/definition.js';
import { readDefinition } from '../definitions/read-definition.js';
import { VersionBook } from '../definitions/version-book.js';
import { WorkflowService } from '../definitions/workflow.service.js';
import { type BranchConfig, pathsOf } from '../steps/flow.shapes.js';
import { rehearsed } from './rehearsal.js';
import type { SimulateWorkflow, Simulation } from './rehearsal.dto.js';

type Sample = Readonly<Record<string, unknown>>;

/** Shows what a workflow would do, before it does it. */
@Injectable()
export class RehearsalService {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly versions: VersionBook,
    private readonly deep: DeepCheck,
    private readonly leads: LeadBatches,
  ) {}

  async simulate(ownerId: string, id: string, wish: SimulateWorkflow): Promise<Simulation> {
    const start = wish.start === undefined ? new Date() : instantOf(wish.start);
    const { workflowId, definition, issues } = await this.definition(ownerId, id, wish.version);
    const [trigger] = definition?.steps.filter(({ type }) => type === 'trigger') ?? [];
    if (!definition || issues.length > 0 || !trigger)
      return { path: [], ended: 'unfit', ends_at: start.toISOString(), problems: [...issues] };
    const lead = await this.sample(ownerId, wish);
    const { path, ...rest } = await rehearsed(definition, {
      workflowId,
      trigger: trigger.id,
      start,
      lead,
      outcomes: wish.outcomes ?? {},
      answers: (step) => this.answer(ownerId, definition, step, lead),
    });
    return { path: [...path], ...rest, problems: [] };
  }

  private async definition(ownerId: string, id: string, version: number | undefined) {
    const { id: workflowId, steps, settings, format } = await this.workflows.get(ownerId, id);
    const kept = version === undefined ? undefined : await this.versions.get(ownerId, workflowId, version);
    const reading = readDefinition(
      withoutUndefined({ format, steps: kept?.steps ?? steps, settings: kept?.settings ?? settings }),
    );
    if (!reading.definition) return { workflowId, definition: undefined, issues: reading.issues };
    return { workflowId, ...(await this.deep.check(ownerId, reading.definition, workflowId)) };
  }

  private async sample(ownerId: string, { lead_id, lead = {} }: SimulateWorkflow): Promise<Sample> {
    if (lead_id === undefined) return lead;
    const known = (await this.leads.many(ownerId, [lead_id])).get(lead_id.toLowerCase());
    if (!known) throw new LeadNotFound();
    return { ...known };
  }

  /** Which way the lead goes where a filter decides; `end` where it has reached what the workflow is for. */
  private async answer(
    ownerId: string,
    { settings }: Definition,
    step: Step,
    lead: Sample,
  ): Promise<string | undefined> {
    if (step.type !== 'trigger' && settings.goal && (await this.isMeant(ownerId, settings.goal, lead)))
      return 'end';
    if (step.type === 'goal')
      return (await this.isMeant(ownerId, step.config['filter'], lead)) ? 'end' : undefined;
    if (step.type !== 'branch') return undefined;
    const { conditions, otherwise } = pathsOf(step.config as unknown as BranchConfig);
    for (const { exit, filter } of conditions) if (await this.isMeant(ownerId, filter, lead)) return exit;
    return otherwise;
  }

  private async isMeant(ownerId: string, raw: unknown, lead: Sample): Promise<boolean> {
    const filter = raw as Filter;
    const id = lead['id'];
    if (typeof id === 'string') return (await this.leads.matching(ownerId, filter, [id])).has(id);
    return this.leads.wouldMatch(ownerId, filter, { ...lead });
  }
}
