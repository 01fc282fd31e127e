import { Injectable } from '@nestjs/common';
import { ArgumentCheck } from '#platform/mcp-client/argument-check';
import type { AgentRun } from '../../runs/agent-run.js';
import type { CallOutcome } from './mcp.forms.js';
import { McpToolChanged, McpToolNotAllowed, McpToolNotFound } from './servers/mcp-server.errors.js';
import { isAllowed, type McpServer, type PinnedTool, riskOf } from './servers/mcp-server.js';
import { McpServers } from './servers/mcp-server.service.js';

/** A call of one tool, as a run wants it. */
export interface ToolCall {
  readonly server: string;
  readonly tool: string;
  readonly given: Record<string, unknown>;
  /** Tells it from other calls of the same tool in the run. */
  readonly key?: string;
}

/** Calls tools that their owners have allowed, and only while they are what was allowed. */
@Injectable()
export class McpTools {
  constructor(
    private readonly servers: McpServers,
    private readonly argumentCheck: ArgumentCheck,
  ) {}

  async call(run: AgentRun, { server: name, tool: toolName, given, key }: ToolCall): Promise<CallOutcome> {
    const server = await this.servers.usable(run.userId, name);
    const tool = allowedTool(server, toolName);
    await this.argumentCheck.check(tool, given);
    const called = `${server.name}.${tool.name}`;
    return run.step(
      {
        key: key === undefined ? `call ${called}` : `${key}: ${called}`,
        input: { arguments: given },
        risk: riskOf(tool),
        once: !tool.read_only,
        says: `Call the tool ${tool.name} of ${server.name} at ${new URL(server.url).host}`,
      },
      () => this.called(run, server, tool, given),
    );
  }

  /** The server is asked for its tools first: one that is no longer what was pinned is not called. */
  private called(
    run: AgentRun,
    server: McpServer,
    tool: PinnedTool,
    given: Record<string, unknown>,
  ): Promise<CallOutcome> {
    return this.servers.session(run.userId, server, run.signal, async (session) => {
      const now = (await session.tools()).find(({ name }) => name === tool.name);
      if (now?.fingerprint !== tool.fingerprint) throw new McpToolChanged(tool.name);
      const { is_error, ...outcome } = await session.call(tool.name, given);
      return { server: server.name, tool: tool.name, success: !is_error, ...outcome, untrusted: true };
    });
  }
}

function allowedTool(server: McpServer, name: string): PinnedTool {
  const tool = server.tools.find((pinned) => pinned.name === name);
  if (!tool) throw new McpToolNotFound(server.name);
  if (!isAllowed(server, tool)) throw new McpToolNotAllowed(tool.name);
  if (tool.changed) throw new McpToolChanged(tool.name);
  return tool;
}
