import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { ProposalRequest } from './drafts/proposal-request.dto.js';
import { DeletedProposal, Proposal, ProposalSummary } from './proposal.answers.dto.js';
import { ProposalChanges, ProposalQuery, ProposalStatusChange } from './proposal.dto.js';
import { ProposalService } from './proposal.service.js';

@ApiTags('Proposals')
@Controller('api/proposals')
export class ProposalController {
  constructor(private readonly proposals: ProposalService) {}

  /** Lists your proposals, newest first. */
  @Get()
  @Lists(ProposalSummary)
  async list(@CurrentUser() caller: Caller, @Query() query: ProposalQuery): Promise<Listed<ProposalSummary>> {
    const page = await this.proposals.list(caller.id, query);
    return new Listed(page.items, page.nextCursor);
  }

  /** Shows one proposal. */
  @Get(':proposalId')
  get(@CurrentUser() caller: Caller, @Param('proposalId') proposalId: string): Promise<Proposal> {
    return this.proposals.get(caller.id, proposalId);
  }

  /** Shows what a proposal was drafted from, the call transcript included. */
  @Get(':proposalId/request')
  request(@CurrentUser() caller: Caller, @Param('proposalId') proposalId: string): Promise<ProposalRequest> {
    return this.proposals.request(caller.id, proposalId);
  }

  /** Changes a draft and keeps the version before; a proposal that was sent or decided is fixed (409). */
  @Post(':proposalId/save')
  @HttpCode(200)
  save(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Body() changes: ProposalChanges,
  ): Promise<Proposal> {
    return this.proposals.save(caller.id, proposalId, changes);
  }

  /** Does the same as `POST …/save`. */
  @Patch(':proposalId')
  @AlsoFails(409, 422)
  patch(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Body() changes: ProposalChanges,
  ): Promise<Proposal> {
    return this.proposals.save(caller.id, proposalId, changes);
  }

  /** Does the same as `POST …/save`. */
  @Put(':proposalId')
  put(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Body() changes: ProposalChanges,
  ): Promise<Proposal> {
    return this.proposals.save(caller.id, proposalId, changes);
  }

  /**
   * Moves a proposal. A draft is sent or archived; a sent one is accepted, rejected, archived or taken back to a draft; a
   * rejected one becomes a draft again or is archived; an accepted one is archived. Any other step is a 409.
   */
  @Patch(':proposalId/status')
  @AlsoFails(409)
  setStatus(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
    @Body() { status }: ProposalStatusChange,
  ): Promise<Proposal> {
    return this.proposals.setStatus(caller.id, proposalId, status);
  }

  /** Deletes a proposal with all its versions for good. */
  @Delete(':proposalId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('proposalId') proposalId: string,
  ): Promise<DeletedProposal> {
    await this.proposals.remove(caller.id, proposalId);
    return { deleted: true, id: proposalId };
  }
}
