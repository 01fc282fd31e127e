import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { builtInCalled } from '../built-ins/built-ins.js';
import { Steering } from '../executions/steering.js';
import {
  NotPublished,
  VersionNotFound,
  WorkflowBuiltIn,
  WorkflowNotFound,
  WorkflowUnfit,
} from '../workflow.errors.js';
import { Arming } from './arming.js';
import { DeepCheck } from './deep-check.js';
import { readDefinition } from './read-definition.js';
import { VersionBook } from './version-book.js';
import type { KeptWorkflow } from './workflow.repository.js';

/** Drafts become versions, and versions let leads in. Who is under way stays on the version on which it began. */
@Injectable()
export class Publishing {
  constructor(
    private readonly database: Database,
    private readonly kept: VersionBook,
    private readonly deep: DeepCheck,
    private readonly arming: Arming,
    private readonly steering: Steering,
  ) {}

  /** The draft becomes the next version and lets leads in from now on. Answers its number. */
  publish(ownerId: string, id: string, note: string | null): Promise<number> {
    return this.database.transaction(async () => {
      const workflow = await this.held(ownerId, id);
      const reading = readDefinition(workflow.definition);
      if (!reading.definition) throw unfit(reading.issues);
      const { definition, issues } = await this.deep.check(ownerId, reading.definition, workflow.id);
      if (issues.length > 0) throw unfit(issues);
      await this.arming.disarm(ownerId, { workflowId: workflow.id, version: workflow.version });
      const version = await this.kept.publish(ownerId, workflow, definition, note);
      await this.arming.arm(ownerId, { workflowId: workflow.id, version }, definition);
      if (workflow.status === 'inactive') await this.steering.resumeAll(ownerId, workflow.id);
      return version;
    });
  }

  /** Lets nobody in, and whoever is under way stands still. */
  pause(ownerId: string, id: string): Promise<void> {
    return this.database.transaction(async () => {
      const workflow = await this.held(ownerId, id);
      await this.arming.disarm(ownerId, { workflowId: workflow.id, version: workflow.version });
      await this.kept.setStatus(ownerId, workflow.id, 'inactive');
      await this.steering.pauseAll(ownerId, workflow.id);
    });
  }

  /** Goes on with the version that was published last. */
  resume(ownerId: string, id: string): Promise<void> {
    return this.database.transaction(async () => {
      const { id: workflowId, version } = await this.held(ownerId, id);
      if (version === null) throw new NotPublished();
      const definition = await this.kept.definition(ownerId, { workflowId, version });
      if (!definition) throw new VersionNotFound();
      await this.kept.setStatus(ownerId, workflowId, 'active');
      await this.arming.arm(ownerId, { workflowId, version }, definition);
      await this.steering.resumeAll(ownerId, workflowId);
    });
  }

  /** Nothing of it is left but what it did. */
  async withdraw(ownerId: string, { id, version }: KeptWorkflow): Promise<void> {
    await this.arming.disarm(ownerId, { workflowId: id, version });
    await this.steering.cancelAll(ownerId, id);
    await this.kept.forget(ownerId, id);
  }

  private async held(ownerId: string, id: string): Promise<KeptWorkflow> {
    if (builtInCalled(id)) throw new WorkflowBuiltIn();
    const workflow = isUuid(id) ? await this.kept.hold(ownerId, id) : undefined;
    if (!workflow) throw new WorkflowNotFound();
    return workflow;
  }
}

function unfit(issues: readonly { path: string; message: string }[]) {
  return new WorkflowUnfit(issues[0]?.message ?? '', issues.length - 1).withIssues(issues);
}
