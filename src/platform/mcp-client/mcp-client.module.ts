import { Module } from '@nestjs/common';
import { WebModule } from '#platform/web/web.module';
import { ArgumentCheck } from './argument-check.js';
import { McpClient } from './mcp-client.js';

/** Servers of the Model Context Protocol that users have named; the only room that knows the protocol's client. */
@Module({
  imports: [WebModule],
  providers: [McpClient, ArgumentCheck],
  exports: [McpClient, ArgumentCheck],
})
export class McpClientModule {}
