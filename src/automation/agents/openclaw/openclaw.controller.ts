import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { RateClass } from '#platform/http/rate-limit.guard';
import {
  OpenClawComparison,
  OpenClawConfigured,
  OpenClawOutcome,
  OpenClawShare,
  OpenClawStatus,
  OpenClawTask,
} from './openclaw.dto.js';
import { OpenClaw } from './openclaw.service.js';

/** Administrators only: whoever speaks to the gateway can do all that its own agent can do. */
@ApiTags('Agents')
@Controller('api/agents/openclaw')
export class OpenClawController {
  constructor(private readonly openclaw: OpenClaw) {}

  /** Tells whether the OpenClaw gateway answers, and for how many users it is chosen. */
  @Post('status')
  @HttpCode(200)
  @AdminOnly()
  status(@CurrentUser() caller: Caller): Promise<OpenClawStatus> {
    return this.openclaw.status(caller.id);
  }

  /** Sets for how many users of a hundred the OpenClaw gateway is chosen. */
  @Post('configure')
  @HttpCode(200)
  @AdminOnly()
  async configure(
    @CurrentUser() caller: Caller,
    @Body() { percentage }: OpenClawShare,
  ): Promise<OpenClawConfigured> {
    const openclaw_percentage = await this.openclaw.configure(caller.id, percentage);
    return { message: `OpenClaw routing set to ${openclaw_percentage}%`, openclaw_percentage };
  }

  /** Has the OpenClaw gateway and our own agent do the same task side by side, within thirty seconds. */
  @Post('compare')
  @HttpCode(200)
  @AdminOnly()
  @RateClass('generation')
  async compare(@CurrentUser() caller: Caller, @Body() task: OpenClawTask): Promise<OpenClawComparison> {
    return { comparison: await this.openclaw.compare(caller.id, task) };
  }

  /** Has the OpenClaw gateway do a task. */
  @Post('skill')
  @HttpCode(200)
  @AdminOnly()
  @RateClass('generation')
  skill(@CurrentUser() caller: Caller, @Body() task: OpenClawTask): Promise<OpenClawOutcome> {
    return this.openclaw.skill(caller.id, task);
  }
}
