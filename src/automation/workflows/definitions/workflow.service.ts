import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { withoutUndefined } from '#kernel/without-undefined';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { BUILT_INS, builtInCalled } from '../built-ins/built-ins.js';
import { TooManyWorkflows, WorkflowBuiltIn, WorkflowNotFound, WorkflowUnfit } from '../workflow.errors.js';
import { type Definition, FORMAT } from './definition.js';
import { DeepCheck } from './deep-check.js';
import { Publishing } from './publishing.service.js';
import { readDefinition } from './read-definition.js';
import { builtInSummary, builtInWorkflow, stepsOf, toSummary, toWorkflow } from './workflow-view.js';
import type {
  CreateWorkflow,
  UpdateWorkflow,
  Workflow,
  WorkflowBody,
  WorkflowCheck,
  WorkflowExport,
  WorkflowSummary,
} from './workflow.dto.js';
import { type KeptWorkflow, WorkflowRepository } from './workflow.repository.js';

const MOST = 200;

/** Workflows as their owners write them. */
@Injectable()
export class WorkflowService {
  constructor(
    private readonly database: Database,
    private readonly workflows: WorkflowRepository,
    private readonly publishing: Publishing,
    private readonly deep: DeepCheck,
  ) {}

  /** The built-in ones, and up to 200 of the owner's, newest first. */
  async overview(ownerId: string): Promise<WorkflowSummary[]> {
    const { items } = await this.workflows.list(ownerId, { limit: MOST });
    return [...BUILT_INS.map(builtInSummary), ...items.map(toSummary)];
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<Workflow>> {
    const { items, nextCursor } = await this.workflows.list(ownerId, page);
    return { items: items.map(toWorkflow), nextCursor };
  }

  async get(ownerId: string, id: string): Promise<Workflow> {
    const builtIn = builtInCalled(id);
    return builtIn ? builtInWorkflow(builtIn) : toWorkflow(await this.kept(ownerId, id));
  }

  /** A draft may have problems, which are told; what is to be active may not. */
  create(ownerId: string, { name, description = '', status, ...body }: CreateWorkflow): Promise<Workflow> {
    const definition = definitionOf(body);
    return this.database.transaction(async () => {
      const kept = await this.workflows.add(ownerId, { name, description, definition }, MOST);
      if (!kept) throw new TooManyWorkflows(MOST);
      if (status !== 'active') return toWorkflow(kept);
      await this.publishing.publish(ownerId, kept.id, null);
      return this.get(ownerId, kept.id);
    });
  }

  update(ownerId: string, id: string, changes: UpdateWorkflow): Promise<Workflow> {
    return this.database.transaction(async () => {
      const kept = await this.held(ownerId, id);
      const { name, description, status, ...body } = changes;
      const definition = isAnythingSaid(body) ? definitionOf(merged(kept, body)) : undefined;
      await this.workflows.change(ownerId, id, withoutUndefined({ name, description, definition }));
      if (status === 'active' && (definition || kept.status !== 'active'))
        await this.publishing.publish(ownerId, id, null);
      if (status === 'inactive') await this.publishing.pause(ownerId, id);
      return this.get(ownerId, id);
    });
  }

  /** Whoever is under way is cancelled. */
  async remove(ownerId: string, id: string): Promise<void> {
    await this.database.transaction(async () => {
      const kept = await this.held(ownerId, id);
      await this.publishing.withdraw(ownerId, kept);
      await this.workflows.remove(ownerId, id);
    });
  }

  /** A draft of one's own that does the same. */
  async duplicate(ownerId: string, id: string, name?: string): Promise<Workflow> {
    const { name: former, description, steps, settings } = await this.get(ownerId, id);
    return this.create(ownerId, {
      name: name ?? `${former} (copy)`.slice(0, 200),
      description: description ?? '',
      steps: steps as unknown as Record<string, unknown>[],
      settings,
      format: FORMAT,
    });
  }

  async export(ownerId: string, id: string): Promise<WorkflowExport> {
    const { name, description, settings, steps, format } = await this.get(ownerId, id);
    return { format, name, description: description ?? '', settings, steps };
  }

  /** Everything that would keep it from being published, held against what the owner has. */
  async check(ownerId: string, body: WorkflowBody): Promise<WorkflowCheck> {
    const reading = readDefinition(plain(body));
    if (!reading.definition) return { valid: false, problems: [...reading.issues] };
    const { issues } = await this.deep.check(ownerId, reading.definition, null);
    return { valid: issues.length === 0, problems: [...issues] };
  }

  private async kept(ownerId: string, id: string): Promise<KeptWorkflow> {
    const kept = isUuid(id) ? await this.workflows.find(ownerId, id) : undefined;
    if (!kept) throw new WorkflowNotFound();
    return kept;
  }

  private async held(ownerId: string, id: string): Promise<KeptWorkflow> {
    if (builtInCalled(id)) throw new WorkflowBuiltIn();
    const kept = isUuid(id) ? await this.workflows.hold(ownerId, id) : undefined;
    if (!kept) throw new WorkflowNotFound();
    return kept;
  }
}

function definitionOf(body: Partial<WorkflowBody>): Definition {
  const { definition, issues } = readDefinition(plain(body));
  const [first] = issues;
  if (!definition) throw new WorkflowUnfit(first?.message ?? '', issues.length - 1).withIssues(issues);
  return definition;
}

function plain({ steps, settings, format }: Partial<WorkflowBody>): Record<string, unknown> {
  return withoutUndefined({ steps, settings, format });
}

function isAnythingSaid({ steps, settings }: Pick<UpdateWorkflow, 'steps' | 'settings'>): boolean {
  return steps !== undefined || settings !== undefined;
}

/** What is not said stays: settings of steps that are new, steps of settings that are. */
function merged(
  kept: KeptWorkflow,
  { steps, settings, format }: Omit<UpdateWorkflow, 'name' | 'description' | 'status'>,
) {
  const { definition } = readDefinition(kept.definition);
  const former = definition && (stepsOf(definition) as unknown as Record<string, unknown>[]);
  return {
    steps: steps ?? former ?? [],
    settings: settings ?? { ...definition?.settings },
    ...(steps === undefined ? { format: FORMAT } : format !== undefined && { format }),
  };
}
