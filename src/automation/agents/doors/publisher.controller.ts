import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AgentService } from '../agent.service.js';
import { PublishedVideo, PublishVideo } from './publisher.dto.js';

@ApiTags('Agents')
@Controller()
export class PublisherController {
  constructor(private readonly agents: AgentService) {}

  /** Writes, renders and publishes a short video; 202 while it is not done, or waits for your approval. */
  @Post('internal-publishing')
  @HttpCode(200)
  @MayTakeLonger(PublishedVideo)
  @RateClass('generation')
  async publish(
    @CurrentUser() caller: Caller,
    @Body() input_data: PublishVideo,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PublishedVideo> {
    const run = await this.agents.execute(caller.id, {
      agent_type: 'internal_publishing',
      input_data: { ...input_data },
    });
    if (run.status !== 'completed') void reply.status(202);
    return { task_id: run.id, status: run.status, output: run.output as PublishedVideo['output'] };
  }
}
