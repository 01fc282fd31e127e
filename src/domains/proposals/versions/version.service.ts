import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import type { Proposal } from '../proposal.answers.dto.js';
import { VersionNotFound } from '../proposal.errors.js';
import { ProposalService } from '../proposal.service.js';
import type { ProposalVersion, ProposalVersionSummary } from './version.dto.js';
import { VersionRepository } from './version.repository.js';

/** What a proposal said before. */
@Injectable()
export class VersionService {
  constructor(
    private readonly proposals: ProposalService,
    private readonly versions: VersionRepository,
  ) {}

  async list(ownerId: string, proposalId: string, page: PageQuery): Promise<Page<ProposalVersionSummary>> {
    const { id } = await this.proposals.get(ownerId, proposalId);
    return this.versions.list(ownerId, id, page);
  }

  async get(ownerId: string, proposalId: string, version: string): Promise<ProposalVersion> {
    const { id } = await this.proposals.get(ownerId, proposalId);
    const number = /^[1-9]\d{0,8}$/.test(version) ? Number(version) : undefined;
    const found = number === undefined ? undefined : await this.versions.find(ownerId, id, number);
    if (!found) throw new VersionNotFound(version);
    return found;
  }

  /** Says again what a version said, as a new version; nothing in between is lost. */
  async restore(ownerId: string, proposalId: string, version: string): Promise<Proposal> {
    return this.proposals.restore(ownerId, proposalId, await this.get(ownerId, proposalId, version));
  }
}
