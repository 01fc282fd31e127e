import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { GenerateProposal } from '#domains/proposals/drafts/generate-proposal.dto';
import { Proposal } from '#domains/proposals/proposal.answers.dto';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { PendingTask } from './pending-task.dto.js';
import { TaskDoor } from './task-door.js';

@ApiTags('Proposals')
@Controller('api/proposals')
@RateClass('generation')
export class ProposalTaskController {
  constructor(private readonly door: TaskDoor) {}

  /** Drafts a proposal and keeps it: prices, phases and terms by the template, texts from the request and the call. */
  @Post('generate')
  @HttpCode(200)
  @MayTakeLonger(PendingTask)
  generate(
    @CurrentUser() caller: Caller,
    @Body() asked: GenerateProposal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Proposal> {
    return this.door.open(caller.id, ['proposal_generator', 'generate_proposal'], asked, reply);
  }
}
