import { Body, Controller, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { MayTakeLonger } from '#platform/http/may-take-longer.decorator';
import { RateClass } from '#platform/http/rate-limit.guard';
import { AgentList, Execution, TaskOutcome } from './agent.dto.js';
import { AgentService, toExecution, toTaskOutcome } from './agent.service.js';
import type { Run } from './runs/run.js';
import { ExecuteRequest, TaskAddress } from './runs/run.dto.js';
import { AgentSettingsChanges, AgentSettingsView } from './settings/agent-settings.dto.js';

@ApiTags('Agents')
@Controller()
export class AgentController {
  constructor(private readonly agents: AgentService) {}

  /** Lists the agents and what they do. */
  @Get('api/agents')
  @Answers('raw')
  async list(@CurrentUser() caller: Caller): Promise<AgentList> {
    return { agents: await this.agents.list(caller.id) };
  }

  /** Gives a task to an agent and waits for what comes of it; 202 when it takes longer. */
  @Post(['api/agents/execute', 'api/agent/execute'])
  @HttpCode(200)
  @Answers('raw')
  @MayTakeLonger(Execution)
  @AlsoFails(404)
  @RateClass('generation')
  async execute(
    @CurrentUser() caller: Caller,
    @Body() asked: ExecuteRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Execution> {
    return toExecution(told(await this.agents.execute(caller.id, asked), reply));
  }

  /** Gives the task named by the address to the agent named there; the body is what the task takes. */
  @Post('api/agents/:agent/:task')
  @HttpCode(200)
  @ApiBody({ required: false, schema: { type: 'object', additionalProperties: true } })
  @MayTakeLonger(TaskOutcome)
  @RateClass('generation')
  async perform(
    @CurrentUser() caller: Caller,
    @Param() { agent: agent_type, task: task_type }: TaskAddress,
    @Body() input_data: Record<string, unknown>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TaskOutcome> {
    const run = await this.agents.execute(caller.id, { agent_type, task_type, input_data: input_data ?? {} });
    return toTaskOutcome(told(run, reply));
  }

  /** Shows what you allow an agent. */
  @Get('api/agents/:agent/settings')
  allowance(@CurrentUser() caller: Caller, @Param('agent') agent: string): Promise<AgentSettingsView> {
    return this.agents.allowance(caller.id, agent);
  }

  /** Changes what you allow an agent. */
  @Put('api/agents/:agent/settings')
  allow(
    @CurrentUser() caller: Caller,
    @Param('agent') agent: string,
    @Body() changes: AgentSettingsChanges,
  ): Promise<AgentSettingsView> {
    return this.agents.allow(caller.id, agent, changes);
  }
}

/** A run that is not done is answered with 202. */
function told(run: Run, reply: FastifyReply): Run {
  if (run.status !== 'completed') void reply.status(202);
  return run;
}
