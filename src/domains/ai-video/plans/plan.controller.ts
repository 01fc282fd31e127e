import { Body, Controller, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { EditPlan, PlanVideo, VideoPlan } from './plan.dto.js';
import { VideoPlans } from './plan.service.js';

@ApiTags('AI video')
@Controller('ai-video')
@Answers('raw')
export class PlanController {
  constructor(private readonly plans: VideoPlans) {}

  /** Plans the scenes of a video and keeps them as a project. */
  @Post('plan')
  @HttpCode(200)
  @RateClass('generation')
  plan(@CurrentUser() caller: Caller, @Body() wanted: PlanVideo): Promise<VideoPlan> {
    return this.plans.plan(caller.id, wanted);
  }

  /** Changes the plan of a project by hand. */
  @Put('projects/:projectId/plan')
  edit(
    @CurrentUser() caller: Caller,
    @Param('projectId') projectId: string,
    @Body() plan: EditPlan,
  ): Promise<VideoPlan> {
    return this.plans.edit(caller.id, projectId, plan);
  }
}
