import { Controller, Get, HttpCode, Param, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Answers } from '#platform/http/answers.decorator';
import { WhenClientGone } from '#platform/http/client-gone.decorator';
import { eventStream } from '#platform/http/event-stream';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { StreamsEvents } from '#platform/http/streams-events.decorator';
import { RunDecisions } from './decision.service.js';
import { RunListQuery, RunView, RunWithSteps, StepView } from './run.dto.js';
import { RunEvents } from './run-events.js';
import { toRunView, toStepView } from './run-view.js';
import { AgentRuns } from './run.service.js';

@ApiTags('Agents')
@Controller('api/agents/runs')
export class RunController {
  constructor(
    private readonly runs: AgentRuns,
    private readonly decisions: RunDecisions,
    private readonly events: RunEvents,
  ) {}

  /** Lists your runs, newest first. */
  @Get()
  @Lists(RunView)
  async list(@CurrentUser() caller: Caller, @Query() query: RunListQuery): Promise<Listed<RunView>> {
    const page = await this.runs.list(caller.id, query);
    return new Listed(page.items.map(toRunView), page.nextCursor);
  }

  /** Shows a run and what it did, step by step. */
  @Get(':runId')
  async get(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<RunWithSteps> {
    const run = await this.runs.get(caller.id, runId);
    const steps = await this.runs.steps(caller.id, run.id);
    return { ...toRunView(run), steps_done: steps.map(toStepView) };
  }

  /** Tells what happens to a run while it happens; `Last-Event-ID` goes on where a reader was cut off. */
  @Get(':runId/events')
  @Answers('stream')
  @StreamsEvents({ step: StepView, run: RunView, end: RunView })
  stream(
    @CurrentUser() caller: Caller,
    @Param('runId') runId: string,
    @WhenClientGone() gone: AbortSignal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const last = reply.request.headers['last-event-id'];
    const after = typeof last === 'string' && /^\d{1,9}$/.test(last) ? Number(last) : -1;
    return eventStream(reply, this.events.of(caller.id, runId, after, gone));
  }

  /** Ends a run that is not over: within two seconds, down to the model it asks. */
  @Post(':runId/cancel')
  @HttpCode(200)
  async cancel(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<RunView> {
    return toRunView(await this.decisions.cancel(caller.id, runId));
  }

  /** Allows what a run asks to do, and lets it go on. */
  @Post(':runId/approve')
  @HttpCode(200)
  async approve(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<RunView> {
    return toRunView(await this.decisions.approve(caller.id, runId));
  }

  /** Forbids what a run asks to do, and ends it. */
  @Post(':runId/reject')
  @HttpCode(200)
  async reject(@CurrentUser() caller: Caller, @Param('runId') runId: string): Promise<RunView> {
    return toRunView(await this.decisions.reject(caller.id, runId));
  }
}
