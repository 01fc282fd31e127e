import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { AppError } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import { AgentRegistry } from '#automation/agents/agent.registry';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import { builtInCalled } from '../built-ins/built-ins.js';
import type { AgentConfig, SubFlowConfig } from '../steps/deed.shapes.js';
import { segmentOf } from '../steps/lead-event-wish.js';
import { shapeOf } from '../steps/step-shapes.js';
import { DefinitionBook } from './definition-book.js';
import { problemsOf, withReadConfigs } from './definition-check.js';
import type { Definition, Step } from './definition.js';
import { WorkflowRepository } from './workflow.repository.js';

const SUB_FLOWS_AT_MOST = 50;

/** A definition that may be published, or what is wrong with it. */
export interface Checked {
  readonly definition: Definition;
  readonly issues: readonly FieldIssue[];
}

/** Holds a definition against what its owner has: filters, segments, agents and other workflows that it names. */
@Injectable()
export class DeepCheck {
  constructor(
    private readonly leads: LeadBatches,
    private readonly agents: AgentRegistry,
    private readonly workflows: WorkflowRepository,
    private readonly book: DefinitionBook,
  ) {}

  /** The definition with its filters as they are asked, and everything that keeps it from being published. */
  async check(ownerId: string, given: Definition, workflowId: string | null): Promise<Checked> {
    const problems = problemsOf(given);
    if (problems.length > 0) return { definition: given, issues: problems };
    const { definition, issues } = await this.withFilters(ownerId, withReadConfigs(given));
    return {
      definition,
      issues: [
        ...issues,
        ...(await this.strangeSegments(ownerId, definition)),
        ...this.strangeTasks(definition),
        ...(await this.strangeFlows(ownerId, definition, workflowId)),
      ],
    };
  }

  private async withFilters(ownerId: string, definition: Definition): Promise<Checked> {
    const read = await this.leads.filterReader(ownerId);
    const issues: FieldIssue[] = [];
    const readAt = (raw: unknown, path: string): unknown => {
      const reading = read(raw, path);
      issues.push(...reading.issues);
      return reading.filter ?? raw;
    };
    const steps = definition.steps.map((step, at) => {
      const found = shapeOf(step.type)?.filters(step.config) ?? [];
      return found.reduce<Step>((whole, { path, filter }) => {
        const config = structuredClone(whole.config) as Record<string, unknown>;
        put(config, path, readAt(filter, `steps.${at}.config.${path.join('.')}`));
        return { ...whole, config };
      }, step);
    });
    const { goal } = definition.settings;
    const settings = {
      ...definition.settings,
      ...(goal && { goal: readAt(goal, 'settings.goal') as Record<string, unknown> }),
    };
    return { definition: { ...definition, settings, steps }, issues };
  }

  private async strangeSegments(ownerId: string, { steps }: Definition): Promise<FieldIssue[]> {
    const named = steps.flatMap(({ type, config }, at) => {
      const wish = type === 'wait_for_event' ? config['event'] : type === 'trigger' ? config : undefined;
      const id = segmentOf(wish);
      const path =
        type === 'trigger' ? `steps.${at}.config.segment_id` : `steps.${at}.config.event.segment_id`;
      return id === undefined ? [] : [{ id, path }];
    });
    const unknown = new Set(
      await this.leads.unknownSegments(
        ownerId,
        named.map(({ id }) => id),
      ),
    );
    return named
      .filter(({ id }) => unknown.has(id))
      .map(({ path }) => told(path, 'names no segment of yours'));
  }

  private strangeTasks({ steps }: Definition): FieldIssue[] {
    return steps.flatMap(({ type, config }, at) => {
      if (type !== 'agent_task') return [];
      const { agent, task } = config as unknown as AgentConfig;
      try {
        this.agents.task(agent, task);
        return [];
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return [{ path: `steps.${at}.config.task`, message: `steps.${at}.config.task: ${error.message}` }];
      }
    });
  }

  /** Workflows that are called must have been published, and must not come back to this one. */
  private async strangeFlows(
    ownerId: string,
    definition: Definition,
    workflowId: string | null,
  ): Promise<FieldIssue[]> {
    const issues: FieldIssue[] = [];
    for (const [at, { type, config }] of definition.steps.entries()) {
      if (type !== 'sub_flow') continue;
      const called = (config as unknown as SubFlowConfig).workflow_id;
      const path = `steps.${at}.config.workflow_id`;
      const reached = await this.reachedFrom(ownerId, called);
      if (!reached.has(called)) issues.push(told(path, 'names no workflow of yours that has been published'));
      if (workflowId !== null && (called === workflowId || reached.has(workflowId)))
        issues.push(told(path, 'leads back to this workflow'));
    }
    return issues;
  }

  /** The workflows that this one calls, itself included; those that were never published are left out. */
  private async reachedFrom(ownerId: string, workflowId: string): Promise<ReadonlySet<string>> {
    const met = new Set<string>();
    const open = [workflowId];
    for (let id = open.pop(); id !== undefined && met.size < SUB_FLOWS_AT_MOST; id = open.pop()) {
      if (met.has(id)) continue;
      const definition = await this.publishedOf(ownerId, id);
      if (!definition) continue;
      met.add(id);
      open.push(
        ...definition.steps
          .filter(({ type }) => type === 'sub_flow')
          .map(({ config }) => (config as unknown as SubFlowConfig).workflow_id),
      );
    }
    return met;
  }

  private async publishedOf(ownerId: string, id: string): Promise<Definition | undefined> {
    const builtIn = builtInCalled(id);
    if (builtIn) return builtIn.definition;
    const workflow = isUuid(id) ? await this.workflows.find(ownerId, id) : undefined;
    if (!workflow || workflow.version === null) return undefined;
    return this.book.one(ownerId, { workflowId: workflow.id, version: workflow.version });
  }
}

function put(config: Record<string, unknown>, path: readonly (string | number)[], value: unknown): void {
  const last = path.at(-1) ?? '';
  const holder = path
    .slice(0, -1)
    .reduce<Record<string | number, unknown>>(
      (inner, key) => inner[key] as Record<string | number, unknown>,
      config,
    );
  holder[last] = value;
}

function told(path: string, message: string): FieldIssue {
  return { path, message: `${path} ${message}` };
}
