import { Injectable } from '@nestjs/common';
import { VersionNotFound } from '../workflow.errors.js';
import { DefinitionBook } from './definition-book.js';
import type { Definition } from './definition.js';
import { MailChecks } from './mail-checks.js';
import { readDefinition } from './read-definition.js';
import { type VersionRef, VersionRepository } from './version.repository.js';
import { stepsOf } from './workflow-view.js';
import type { WorkflowVersion } from './workflow.dto.js';
import { type KeptWorkflow, WorkflowRepository, type WorkflowStatus } from './workflow.repository.js';

/** The versions of a workflow, and which of them is in force. */
@Injectable()
export class VersionBook {
  constructor(
    private readonly workflows: WorkflowRepository,
    private readonly versions: VersionRepository,
    private readonly book: DefinitionBook,
    private readonly mails: MailChecks,
  ) {}

  hold(ownerId: string, id: string): Promise<KeptWorkflow | undefined> {
    return this.workflows.hold(ownerId, id);
  }

  /** Keeps the definition as the next version and puts it in force; its mails must be such as can be sent. */
  async publish(
    ownerId: string,
    { id }: KeptWorkflow,
    definition: Definition,
    note: string | null,
  ): Promise<number> {
    const version = (await this.versions.newest(ownerId, id)) + 1;
    await this.mails.open(ownerId, { workflowId: id, version }, definition);
    await this.versions.add(ownerId, { workflowId: id, version }, definition, note);
    await this.workflows.change(ownerId, id, { version, status: 'active' });
    return version;
  }

  async setStatus(ownerId: string, id: string, status: WorkflowStatus): Promise<void> {
    await this.workflows.change(ownerId, id, { status });
  }

  definition(ownerId: string, ref: VersionRef): Promise<Definition | undefined> {
    return this.book.one(ownerId, ref);
  }

  /** The newest first. */
  async list(ownerId: string, id: string, limit: number, before: number | null): Promise<WorkflowVersion[]> {
    const rows = await this.versions.list(ownerId, id, limit, before);
    return rows.flatMap(({ definition: raw, ...row }) => {
      const { definition } = readDefinition(raw);
      return definition ? [{ ...row, settings: { ...definition.settings }, steps: stepsOf(definition) }] : [];
    });
  }

  async get(ownerId: string, id: string, version: number): Promise<WorkflowVersion> {
    const [found] = await this.list(ownerId, id, 1, version + 1);
    if (found?.version !== version) throw new VersionNotFound();
    return found;
  }

  async forget(ownerId: string, id: string): Promise<void> {
    await this.versions.forget(ownerId, id);
    this.book.forget(ownerId, id);
  }
}
