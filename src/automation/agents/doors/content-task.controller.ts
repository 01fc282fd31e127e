import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import {
  GeneratedContent,
  GeneratedHeadlines,
  GenerateContent,
  GenerateHeadlines,
} from './content-task.dto.js';
import { PendingTask } from './pending-task.dto.js';
import { TaskDoor } from './task-door.js';

@ApiTags('Content')
@Controller('api')
@RateClass('generation')
export class ContentTaskController {
  constructor(private readonly door: TaskDoor) {}

  /** Writes a piece of content from a brief and keeps it in the library; 202 with the run when it takes longer. */
  @Post('content/generate')
  @HttpCode(200)
  @MayTakeLonger(PendingTask)
  generate(
    @CurrentUser() caller: Caller,
    @Body() asked: GenerateContent,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GeneratedContent> {
    return this.door.open(caller.id, ['content', 'generate_content'], asked.toTask(), reply);
  }

  /** Writes headlines for a topic, each with a score by rules. */
  @Post('headlines/generate')
  @HttpCode(200)
  @Answers('both')
  @MayTakeLonger(PendingTask)
  headlines(
    @CurrentUser() caller: Caller,
    @Body() { topic, count }: GenerateHeadlines,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<GeneratedHeadlines> {
    return this.door.open(caller.id, ['content', 'generate_headlines'], { topic, count }, reply);
  }
}
