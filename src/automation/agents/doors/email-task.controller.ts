import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { GeneratedMail, GenerateMail, MailVariants, VaryMail } from './email-task.dto.js';
import { PendingTask } from './pending-task.dto.js';
import { TaskDoor } from './task-door.js';

@ApiTags('E-mail')
@Controller('api/email')
@RateClass('generation')
export class EmailTaskController {
  constructor(private readonly door: TaskDoor) {}

  /** Writes a mail for an audience with several subject lines to choose from; 202 with the run when it takes longer. */
  @Post('content/generate')
  @HttpCode(200)
  @MayTakeLonger(PendingTask)
  generate(
    @CurrentUser() caller: Caller,
    @Body() asked: GenerateMail,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GeneratedMail> {
    return this.door.open(caller.id, ['email', 'generate_content'], { ...asked }, reply);
  }

  /** Writes three variants of a subject line or a call to action for an A/B test. */
  @Post('ab-variants')
  @HttpCode(200)
  @MayTakeLonger(PendingTask)
  vary(
    @CurrentUser() caller: Caller,
    @Body() { base_content }: VaryMail,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MailVariants> {
    return this.door.open(caller.id, ['email', 'generate_ab_variants'], { base_content }, reply);
  }
}
