import { Injectable } from '@nestjs/common';
import { DEFAULT_GROUPS } from './score-rules.js';
import type { NamedRules } from './score.repository.js';
import { ScoreVersionRepository } from './score-version.repository.js';

/** Which rules are in force. */
@Injectable()
export class RulesInForce {
  constructor(private readonly versions: ScoreVersionRepository) {}

  /** What is published, or the default rules. */
  async inForce(ownerId: string): Promise<NamedRules & { id: string | null }> {
    const published = await this.versions.published(ownerId);
    return published ?? { id: null, groups: DEFAULT_GROUPS, version: null };
  }

  /** Those of a run; without a version, or with one that is gone, the default rules. */
  async ofVersion(ownerId: string, versionId: string | null): Promise<NamedRules> {
    const version = versionId === null ? undefined : await this.versions.byId(ownerId, versionId);
    return version ?? { groups: DEFAULT_GROUPS, version: null };
  }
}
