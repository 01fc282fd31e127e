import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { AppError } from '#kernel/errors';
import type { McpSession } from '#platform/mcp-client/mcp-session';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { McpTools } from './mcp-tools.js';
import * as forms from './mcp.forms.js';
import { passedOn, type PassedOn, valueOf } from './passed-on.js';
import { isAllowed, riskOf } from './servers/mcp-server.js';
import { McpServers } from './servers/mcp-server.service.js';

/** What goes wrong out there fails a step; what the run itself must not do ends it. */
const OUT_THERE = /^(?:mcp|web|secrets|threads)\//;
const NOTHING: PassedOn = { parameters: {}, missing: [] };

type StepResult = z.input<typeof forms.WorkflowOutput>['results'][string];

/** Uses tools of MCP servers that its owner has named. */
@Injectable()
export class McpAgent extends BaseAgent {
  readonly id = 'mcp';
  override readonly aliases = ['mcp_agent'];
  readonly name = 'MCP Agent';
  readonly does = 'Uses tools and reads resources of the MCP servers you have named, one by one or in a row.';

  readonly tasks = {
    list_tools: defineTask({
      does: 'Lists the tools of your servers as they were last looked at, and which of them may be called.',
      risk: 'read',
      input: forms.ListToolsInput,
      output: forms.ListToolsOutput,
      work: (run, input) => this.listTools(run, input),
    }),
    list_resources: defineTask({
      does: 'Asks a server which resources it has.',
      risk: 'read',
      input: forms.OfServerInput,
      output: forms.ListResourcesOutput,
      work: (run, { server }) =>
        this.looked(run, server, 'list resources', async (session) => ({
          resources: await session.resources(),
        })),
    }),
    list_prompts: defineTask({
      does: 'Asks a server which prompts it has.',
      risk: 'read',
      input: forms.OfServerInput,
      output: forms.ListPromptsOutput,
      work: (run, { server }) =>
        this.looked(run, server, 'list prompts', async (session) => ({ prompts: await session.prompts() })),
    }),
    call_tool: defineTask({
      does: 'Calls an allowed tool; one that does more than read reaches outside.',
      risk: 'outside',
      input: forms.CallToolInput,
      output: forms.CallToolOutput,
      work: (run, { server, tool, arguments: given }) => this.tools.call(run, { server, tool, given }),
    }),
    read_resource: defineTask({
      does: 'Reads a resource of a server.',
      risk: 'read',
      input: forms.ReadResourceInput,
      output: forms.ReadResourceOutput,
      work: (run, { server, uri }) =>
        this.looked(run, server, `read ${uri}`, async (session) => ({ uri, ...(await session.read(uri)) })),
    }),
    execute_marketing_workflow: defineTask({
      does: 'Calls up to twenty allowed tools one after the other and hands what came of one to the next.',
      risk: 'outside',
      input: forms.WorkflowInput,
      output: forms.WorkflowOutput,
      work: (run, input) => this.workflow(run, input),
    }),
  };

  constructor(
    private readonly servers: McpServers,
    private readonly tools: McpTools,
  ) {
    super();
  }

  private async listTools(
    run: AgentRun,
    { server }: z.output<typeof forms.ListToolsInput>,
  ): Promise<z.input<typeof forms.ListToolsOutput>> {
    const servers =
      server === undefined
        ? await this.servers.enabled(run.userId)
        : [await this.servers.usable(run.userId, server)];
    const tools = servers.flatMap((one) =>
      one.tools.map((tool) => ({
        ...tool,
        key: `${one.name}.${tool.name}`,
        server: one.name,
        risk: riskOf(tool),
        allowed: isAllowed(one, tool) && !tool.changed,
      })),
    );
    return { tools, total: tools.length };
  }

  private async looked<Found extends object>(
    run: AgentRun,
    name: string,
    key: string,
    look: (session: McpSession) => Promise<Found>,
  ) {
    const server = await this.servers.usable(run.userId, name);
    const found = await run.step({ key: `${key} of ${server.name}` }, () =>
      this.servers.session(run.userId, server, run.signal, look),
    );
    return { server: server.name, ...found, untrusted: true as const };
  }

  private async workflow(
    run: AgentRun,
    { id, steps }: z.output<typeof forms.WorkflowInput>,
  ): Promise<z.input<typeof forms.WorkflowOutput>> {
    const results: Record<string, StepResult> = {};
    let passed = NOTHING;
    for (const [index, step] of steps.entries()) {
      await run.progress((index / steps.length) * 100, `Step ${index + 1} of ${steps.length}: ${step.name}`);
      const { result, handed } = await this.workflowStep(run, step, passed);
      results[step.name] = result;
      passed = handed;
      if (!result.success && step.critical) break;
    }
    const done = Object.values(results);
    return {
      workflow_id: id ?? run.id,
      completed_at: new Date().toISOString(),
      results,
      success: done.length === steps.length && done.every(({ success }) => success),
      untrusted: true,
    };
  }

  private async workflowStep(
    run: AgentRun,
    { name, tool, parameters, pass_to_next }: forms.WorkflowStep,
    { parameters: handed, missing }: PassedOn,
  ): Promise<{ result: StepResult; handed: PassedOn }> {
    const failed = (error: string) => {
      return {
        result: { success: false, error, timestamp: new Date().toISOString() },
        handed: { parameters: {}, missing: Object.values(pass_to_next) },
      };
    };
    if (missing.length > 0) return failed(`The step before has given nothing at ${missing.join(', ')}.`);
    const dot = tool.indexOf('.');
    try {
      const outcome = await this.tools.call(run, {
        server: tool.slice(0, dot),
        tool: tool.slice(dot + 1),
        given: { ...parameters, ...handed },
        key: name,
      });
      const { success } = outcome;
      const value = valueOf(outcome);
      const timestamp = new Date().toISOString();
      if (!success) return failed(`The tool says: ${JSON.stringify(value).slice(0, 500)}`);
      return { result: { success, result: value, timestamp }, handed: passedOn(value, pass_to_next) };
    } catch (error) {
      if (!(error instanceof AppError) || !OUT_THERE.test(error.code) || run.signal.aborted) throw error;
      return failed([error.message, ...(error.issues ?? []).map(({ message }) => message)].join(' '));
    }
  }
}
