import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AnalyseTopic, PendingAnalysis, TopicAnalysis, TopicAnalysisAnswer } from './research-task.dto.js';
import { TaskDoor } from './task-door.js';

@ApiTags('Research')
@Controller('api/research')
@RateClass('generation')
export class ResearchTaskController {
  constructor(private readonly door: TaskDoor) {}

  /** Researches a topic from your documents and from pages you name; each statement points to what it leans on. */
  @Post('analyze')
  @HttpCode(200)
  @MayTakeLonger(PendingAnalysis)
  @Answers('status')
  async analyze(
    @CurrentUser() caller: Caller,
    @Body() { topic, urls }: AnalyseTopic,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TopicAnalysisAnswer> {
    const task = ['research', 'analyze_topic'] as const;
    const analysis = await this.door.open<TopicAnalysis>(caller.id, task, { topic, urls }, reply);
    return { analysis };
  }
}
