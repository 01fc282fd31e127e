import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { RateClass } from '#platform/http/rate-limit.guard';
import { visitorOf } from '#platform/http/visitor';
import {
  McpRefresh,
  McpServerChanges,
  McpServerDeleted,
  McpServerView,
  McpToolView,
  NewMcpServer,
  RefreshMcpServer,
} from './mcp-server.dto.js';
import { isAllowed, type McpServer, type PinnedTool } from './mcp-server.js';
import { McpServers } from './mcp-server.service.js';

@ApiTags('Agents')
@Controller('api/agents/mcp/servers')
export class McpServerController {
  constructor(private readonly servers: McpServers) {}

  /** Lists your MCP servers, newest first. */
  @Get()
  @Lists(McpServerView)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<McpServerView>> {
    const { items, nextCursor } = await this.servers.list(caller.id, page);
    return new Listed(items.map(toView), nextCursor);
  }

  /** Names an MCP server; refresh it to see its tools. */
  @Post()
  @HttpCode(201)
  async add(
    @CurrentUser() caller: Caller,
    @Body() server: NewMcpServer,
    @Req() request: FastifyRequest,
  ): Promise<McpServerView> {
    return toView(await this.servers.add(caller.id, server, visitorOf(request)));
  }

  /** Shows an MCP server, with its tools as you have seen them. */
  @Get(':serverId')
  async get(@CurrentUser() caller: Caller, @Param('serverId') serverId: string): Promise<McpServerView> {
    return toView(await this.servers.get(caller.id, serverId));
  }

  /** Changes an MCP server, or what you allow of it. */
  @Put(':serverId')
  async change(
    @CurrentUser() caller: Caller,
    @Param('serverId') serverId: string,
    @Body() changes: McpServerChanges,
    @Req() request: FastifyRequest,
  ): Promise<McpServerView> {
    return toView(await this.servers.change(caller.id, serverId, changes, visitorOf(request)));
  }

  /** Deletes an MCP server, with what opens it. */
  @Delete(':serverId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('serverId') serverId: string,
    @Req() request: FastifyRequest,
  ): Promise<McpServerDeleted> {
    await this.servers.remove(caller.id, serverId, visitorOf(request));
    return { deleted: true };
  }

  /** Looks at the tools of an MCP server and pins them; a tool that is no longer what it was must be allowed again. */
  @Post(':serverId/refresh')
  @HttpCode(200)
  @RateClass('generation')
  async refresh(
    @CurrentUser() caller: Caller,
    @Param('serverId') serverId: string,
    @Body() { allow_changed = [] }: RefreshMcpServer,
  ): Promise<McpRefresh> {
    const { server, ...news } = await this.servers.refresh(caller.id, serverId, allow_changed);
    return { server: toView(server), ...news };
  }
}

function toView(server: McpServer): McpServerView {
  const { id, name, url, transport, enabled, allowedTools } = server;
  return {
    id,
    name,
    url,
    transport,
    auth_header: server.authHeader,
    allowed_tools: allowedTools === null ? null : [...allowedTools],
    enabled,
    tools: server.tools.map((tool) => toToolView(server, tool)),
    tools_pinned_at: server.toolsPinnedAt,
    created_at: server.createdAt,
    updated_at: server.updatedAt,
  };
}

function toToolView(server: McpServer, { read_only, ...tool }: PinnedTool): McpToolView {
  const allowed = isAllowed(server, { ...tool, read_only }) && !tool.changed;
  return { ...tool, risk: read_only ? 'read' : 'outside', allowed };
}
