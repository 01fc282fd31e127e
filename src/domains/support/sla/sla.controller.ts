import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly, CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { SupportPlan, SupportPlanAnswer } from './sla.dto.js';
import { SlaService } from './sla.service.js';

@ApiTags('Support')
@Controller('api/support/sla')
@AdminOnly()
@Answers('status')
export class SlaController {
  constructor(private readonly sla: SlaService) {}

  /** Shows when the desk is open, how fast it wants to be, and who is told when it was not. */
  @Get()
  async get(): Promise<SupportPlanAnswer> {
    return { plan: await this.sla.get() };
  }

  /** Settles when the desk is open, how fast it wants to be, and who is told when it was not. */
  @Put()
  async set(@CurrentUser() caller: Caller, @Body() plan: SupportPlan): Promise<SupportPlanAnswer> {
    return { plan: await this.sla.set(caller.id, plan) };
  }
}
