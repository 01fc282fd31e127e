import { Module } from '@nestjs/common';
import { McpClientModule } from '#platform/mcp-client/mcp-client.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { McpTools } from './mcp-tools.js';
import { McpAgent } from './mcp.agent.js';
import { McpServerController } from './servers/mcp-server.controller.js';
import { McpServerRepository } from './servers/mcp-server.repository.js';
import { McpServers } from './servers/mcp-server.service.js';

/** Uses the tools of MCP servers that users have named. */
@Module({
  imports: [McpClientModule, SecretsModule],
  controllers: [McpServerController],
  providers: [McpAgent, McpTools, McpServers, McpServerRepository],
  exports: [McpAgent],
})
export class McpAgentModule {}
