import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { builtInCalled } from '../built-ins/built-ins.js';
import { DefinitionBook } from '../definitions/definition-book.js';
import type { Definition } from '../definitions/definition.js';
import { listenedKinds } from '../definitions/listened-kinds.js';
import { type VersionRef, VersionRepository } from '../definitions/version.repository.js';
import { WorkflowRepository } from '../definitions/workflow.repository.js';
import { NotPublished, VersionNotFound, WorkflowInactive, WorkflowNotFound } from '../workflow.errors.js';
import type { Door } from './entry.js';

/** Through which version, and by which trigger, a workflow is entered by hand, by other systems and by other workflows. */
@Injectable()
export class Doors {
  constructor(
    private readonly workflows: WorkflowRepository,
    private readonly versions: VersionRepository,
    private readonly book: DefinitionBook,
    private readonly feed: LeadFeed,
  ) {}

  async open(ownerId: string, wanted: string): Promise<Door> {
    const ref = await this.refOf(ownerId, wanted);
    const definition = await this.book.one(ownerId, ref);
    if (!definition) throw new VersionNotFound();
    return { ...ref, definition, trigger: triggerOf(definition) };
  }

  private async refOf(ownerId: string, wanted: string): Promise<VersionRef> {
    const builtIn = builtInCalled(wanted);
    if (builtIn) {
      const ref = { workflowId: builtIn.id, version: builtIn.version };
      await this.versions.add(ownerId, ref, builtIn.definition, 'built in');
      await this.feed.listen(ownerId, listenedKinds(builtIn.definition));
      return ref;
    }
    const workflow = isUuid(wanted) ? await this.workflows.find(ownerId, wanted) : undefined;
    if (!workflow) throw new WorkflowNotFound();
    if (workflow.version === null) throw new NotPublished();
    if (workflow.status !== 'active') throw new WorkflowInactive();
    return { workflowId: workflow.id, version: workflow.version };
  }
}

/** The one for people and other systems, where there is one. */
function triggerOf({ steps }: Definition): string {
  const triggers = steps.filter(({ type }) => type === 'trigger');
  const manual = triggers.find(({ config }) => config['on'] === 'manual');
  return (manual ?? triggers[0])?.id ?? '';
}
