import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Proposal } from '../proposal.answers.dto.js';
import { ProposalVersion, ProposalVersionSummary } from './version.dto.js';
import { VersionService } from './version.service.js';

@ApiTags('Proposals')
@Controller('api/proposals/:proposalId/versions')
export class VersionController {
  constructor(private readonly versions: VersionService) {}

  /** Lists the versions of a proposal, newest first; its hundred newest are kept. */
  @Get()
  @Lists(ProposalVersionSummary)
  async list(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Query() query: PageQuery,
  ): Promise<Listed<ProposalVersionSummary>> {
    const page = await this.versions.list(caller.id, proposalId, query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Shows one version as it was saved. */
  @Get(':version')
  get(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Param('version') version: string,
  ): Promise<ProposalVersion> {
    return this.versions.get(caller.id, proposalId, version);
  }

  /** Makes a draft say again what a version said, as a new version. */
  @Post(':version/restore')
  @HttpCode(200)
  restore(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Param('version') version: string,
  ): Promise<Proposal> {
    return this.versions.restore(caller.id, proposalId, version);
  }
}
