import { Injectable } from '@nestjs/common';
import { withoutUndefined } from '#kernel/without-undefined';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import type { Filter } from '#domains/leads/filters/filter';
import type { Lead } from '#domains/leads/lead.answers.dto';
import { LeadNotFound } from '#domains/leads/lead.errors';
import { Database } from '#platform/database/database';
import { instantOf } from '#platform/http/instant.validator';
import { DeepCheck } from '../definitions/deep-check.js';
import type { Definition, Step } from '../definitions/definition.js';
import { readDefinition } from '../definitions/read-definition.js';
import { VersionBook } from '../definitions/version-book.js';
import { WorkflowService } from '../definitions/workflow.service.js';
import { LeadDeeds } from '../nodes/lead-deeds.js';
import { type BranchConfig, pathsOf } from '../steps/flow.shapes.js';
import { rehearsed } from './rehearsal.js';
import type { SimulateWorkflow, Simulation } from './rehearsal.dto.js';

/** Shows what a workflow would do, before it does it: what it says of its lead is said, and undone again. */
@Injectable()
export class RehearsalService {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly versions: VersionBook,
    private readonly deep: DeepCheck,
    private readonly leads: LeadBatches,
    private readonly deeds: LeadDeeds,
    private readonly database: Database,
  ) {}

  async simulate(ownerId: string, id: string, wish: SimulateWorkflow): Promise<Simulation> {
    const start = wish.start === undefined ? new Date() : instantOf(wish.start);
    const { workflowId, definition, issues } = await this.definition(ownerId, id, wish.version);
    const [trigger] = definition?.steps.filter(({ type }) => type === 'trigger') ?? [];
    if (!definition || issues.length > 0 || !trigger)
      return { path: [], ended: 'unfit', ends_at: start.toISOString(), problems: [...issues] };
    const { path, ...rest } = await this.database.undone(async () => {
      const lead = await this.sample(ownerId, wish);
      return rehearsed(definition, {
        workflowId,
        trigger: trigger.id,
        start,
        lead: { ...lead },
        whose: wish.lead_id?.toLowerCase() ?? wish.lead?.email ?? '',
        outcomes: wish.outcomes ?? {},
        answers: (step) => this.answer(ownerId, definition, step, lead.id),
        does: async (step) => {
          const isChanged = await this.deeds.do({ ownerId, workflowId }, step, [lead.id]);
          return isChanged ? { ...(await this.known(ownerId, lead.id)) } : undefined;
        },
      });
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

  private sample(ownerId: string, { lead_id, lead = {} }: SimulateWorkflow): Promise<Lead> {
    return lead_id === undefined ? this.leads.addSample(ownerId, lead) : this.known(ownerId, lead_id);
  }

  private async known(ownerId: string, id: string): Promise<Lead> {
    const known = (await this.leads.many(ownerId, [id])).get(id.toLowerCase());
    if (!known) throw new LeadNotFound();
    return known;
  }

  /** Which way the lead goes where a filter decides; `end` where it has reached what the workflow is for. */
  private async answer(
    ownerId: string,
    { settings }: Definition,
    step: Step,
    leadId: string,
  ): Promise<string | undefined> {
    const isMeant = async (filter: unknown) =>
      (await this.leads.matching(ownerId, filter as Filter, [leadId])).size > 0;
    if (step.type !== 'trigger' && settings.goal && (await isMeant(settings.goal))) return 'end';
    if (step.type === 'goal') return (await isMeant(step.config['filter'])) ? 'end' : undefined;
    if (step.type !== 'branch') return undefined;
    const { conditions, otherwise } = pathsOf(step.config as unknown as BranchConfig);
    for (const { exit, filter } of conditions) if (await isMeant(filter)) return exit;
    return otherwise;
  }
}
