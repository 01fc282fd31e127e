import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { CampaignAnswer, CampaignQuestion, DailyFocus, FocusRequest } from './assistant-task.dto.js';
import { PendingTask } from './pending-task.dto.js';
import { TaskDoor } from './task-door.js';

@ApiTags('Agents')
@Controller('api/agents')
@RateClass('generation')
export class AssistantTaskController {
  constructor(private readonly door: TaskDoor) {}

  /** Says what matters today, from your own campaigns, leads and documents. */
  @Post('daily-focus')
  @HttpCode(200)
  @MayTakeLonger(PendingTask)
  focus(
    @CurrentUser() caller: Caller,
    @Body() { query, context, date }: FocusRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DailyFocus> {
    const input = { query, context, ...(date !== undefined && { date }) };
    return this.door.open(caller.id, ['assistant', 'daily_focus'], input, reply);
  }

  /** Answers a question about your campaigns, or scores them against what is usual. */
  @Post('campaign')
  @HttpCode(200)
  @MayTakeLonger(PendingTask)
  ask(
    @CurrentUser() caller: Caller,
    @Body() { task_type, input_data }: CampaignQuestion,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CampaignAnswer> {
    const { query, context, campaign_ids } = input_data;
    if (task_type === 'general_query')
      return this.door.open(caller.id, ['assistant', 'general_query'], { query, context }, reply);
    const input = { ...(campaign_ids && { campaign_ids }) };
    return this.door.open(caller.id, ['assistant', 'explain_performance'], input, reply);
  }
}
