import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { TemplateNotFound, TemplateVersionNotFound } from '../../email.errors.js';
import { VersionScores } from '../../performance/version-scores.repository.js';
import type { NewTemplateVersion } from '../email-template.dto.js';
import { EmailTemplateRepository } from '../email-template.repository.js';
import { EmailTemplateService, refuseBuiltIn } from '../email-template.service.js';
import { TemplateMaker } from '../template-maker.js';
import { templateDiff } from './template-diff.js';
import { contentOfVersion } from './template-version.js';
import type { ScoredTemplateVersion, TemplateDiff, TemplateVersion } from './template-version.dto.js';
import { type Revising, TemplateVersionRepository } from './template-version.repository.js';

const NUMBER = /^[1-9]\d{0,8}$/;

/** Revisions of templates: told apart, made live, and brought back. */
@Injectable()
export class TemplateVersionService {
  constructor(
    private readonly database: Database,
    private readonly templates: EmailTemplateService,
    private readonly rows: EmailTemplateRepository,
    private readonly versions: TemplateVersionRepository,
    private readonly maker: TemplateMaker,
    private readonly scores: VersionScores,
  ) {}

  async list(ownerId: string, templateId: string, page: PageQuery): Promise<Page<ScoredTemplateVersion>> {
    const template = await this.templates.get(ownerId, templateId);
    if (template.built_in) return { items: [], nextCursor: null };
    const { items, nextCursor } = await this.versions.list(ownerId, templateId, page);
    const scores = await this.scores.of(ownerId, templateId);
    return { items: items.map((version) => scored(version, scores)), nextCursor };
  }

  async get(ownerId: string, templateId: string, number: string): Promise<ScoredTemplateVersion> {
    const version = await this.find(ownerId, templateId, number);
    return scored(version, await this.scores.of(ownerId, templateId));
  }

  /** What changed from `against`, or else from the revision before, to this one. */
  async diff(ownerId: string, templateId: string, number: string, against?: number): Promise<TemplateDiff> {
    const to = await this.find(ownerId, templateId, number);
    const former = against ?? to.version - 1;
    if (former === 0) throw new TemplateVersionNotFound(templateId, '0');
    const from = await this.find(ownerId, templateId, String(former));
    return {
      from_version: from.version,
      to_version: to.version,
      parts: templateDiff(contentOfVersion(from), contentOfVersion(to)),
    };
  }

  /** A draft over the revision that was saved last. */
  async add(ownerId: string, templateId: string, given: NewTemplateVersion): Promise<TemplateVersion> {
    refuseBuiltIn(templateId);
    const parent = await this.versions.latest(ownerId, templateId);
    if (!parent) throw new TemplateNotFound(templateId);
    const { subject_line: subject, changelog = null, ...parts } = given;
    const content = await this.maker.made(ownerId, { ...parts, subject }, contentOfVersion(parent));
    return this.database.transaction(async () => {
      await this.lock(ownerId, templateId);
      const revising = { live: false, changelog, parentVersion: parent.version };
      return this.versions.add(ownerId, templateId, content, revising);
    });
  }

  /** A new revision that says what a former one said, live unless it is to be a draft. */
  restore(ownerId: string, templateId: string, number: string, draft: boolean): Promise<TemplateVersion> {
    return this.database.transaction(async () => {
      await this.lock(ownerId, templateId);
      const former = await this.find(ownerId, templateId, number);
      const content = contentOfVersion(former);
      const revising: Revising = {
        live: !draft,
        changelog: `Restored from version ${former.version}`,
        parentVersion: former.version,
      };
      const restored = await this.versions.add(ownerId, templateId, content, revising);
      if (!draft) await this.rows.mirror(ownerId, templateId, content);
      return restored;
    });
  }

  /** What is sent from now on. */
  publish(ownerId: string, templateId: string, number: string): Promise<TemplateVersion> {
    return this.database.transaction(async () => {
      await this.lock(ownerId, templateId);
      const version = await this.find(ownerId, templateId, number);
      if (version.status === 'active') return version;
      await this.versions.makeLive(ownerId, templateId, version.version);
      await this.rows.mirror(ownerId, templateId, contentOfVersion(version));
      return { ...version, status: 'active' };
    });
  }

  private async find(ownerId: string, templateId: string, number: string): Promise<TemplateVersion> {
    const found = NUMBER.test(number)
      ? await this.versions.find(ownerId, templateId, Number(number))
      : undefined;
    if (found) return found;
    await this.templates.get(ownerId, templateId);
    throw new TemplateVersionNotFound(templateId, number.slice(0, 20));
  }

  private async lock(ownerId: string, templateId: string): Promise<void> {
    refuseBuiltIn(templateId);
    if (!(await this.rows.lock(ownerId, templateId))) throw new TemplateNotFound(templateId);
  }
}

function scored(version: TemplateVersion, scores: ReadonlyMap<number, number>): ScoredTemplateVersion {
  return { ...version, performance_score: scores.get(version.version) ?? 0 };
}
