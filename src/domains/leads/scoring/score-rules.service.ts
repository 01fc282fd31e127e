import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import { readGroups } from './score-check.js';
import type { ScoreDraft, ScoreGroupFields, ScoreVersion } from './score.dto.js';
import { ScoreDraftNotFound, ScoreRulesRefused } from './score.errors.js';
import { DEFAULT_GROUPS, type ScoreGroup } from './score-rules.js';
import { ScoreRunService } from './score-run.service.js';
import { type KeptVersion, ScoreVersionRepository } from './score-version.repository.js';

/** Rules for scores: written as a draft, in force once published. */
@Injectable()
export class ScoreRulesService {
  constructor(
    private readonly database: Database,
    private readonly versions: ScoreVersionRepository,
    private readonly filters: FilterReaderService,
    private readonly runs: ScoreRunService,
  ) {}

  /** What is in force. */
  async current(ownerId: string): Promise<ScoreVersion> {
    const published = await this.versions.published(ownerId);
    return published
      ? toVersion(published)
      : { id: null, version: null, state: 'default', groups: asFields(DEFAULT_GROUPS), published_at: null };
  }

  async list(
    ownerId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ScoreVersion>> {
    const { items, nextCursor } = await this.versions.list(ownerId, page);
    return { items: items.map(toVersion), nextCursor };
  }

  async draft(ownerId: string): Promise<ScoreVersion> {
    const draft = await this.versions.draft(ownerId);
    if (!draft) throw new ScoreDraftNotFound();
    return toVersion(draft);
  }

  /** Takes the place of the draft there was; refused with everything that is wrong. */
  async writeDraft(ownerId: string, { groups: given }: ScoreDraft): Promise<ScoreVersion> {
    const { groups, issues } = readGroups(given, await this.filters.customKinds(ownerId));
    const [first] = issues;
    if (first) throw new ScoreRulesRefused(first.message).withIssues(issues);
    return toVersion(await this.versions.writeDraft(ownerId, groups));
  }

  async dropDraft(ownerId: string): Promise<void> {
    if (!(await this.versions.dropDraft(ownerId))) throw new ScoreDraftNotFound();
  }

  /** Puts the draft in force and scores all leads by it; a run by what was in force is cancelled. */
  publish(ownerId: string): Promise<ScoreVersion> {
    return this.database.transaction(async () => {
      const published = await this.versions.publish(ownerId);
      if (!published) throw new ScoreDraftNotFound();
      await this.runs.restart(ownerId, published.id);
      return toVersion(published);
    });
  }
}

function toVersion({ groups, ...rest }: KeptVersion): ScoreVersion {
  return { ...rest, groups: asFields(groups) };
}

function asFields(groups: readonly ScoreGroup[]): ScoreGroupFields[] {
  return groups as unknown as ScoreGroupFields[];
}
