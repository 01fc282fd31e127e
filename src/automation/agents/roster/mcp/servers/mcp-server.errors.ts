import { defineError } from '#kernel/errors';

export const McpServerNotFound = defineError('mcp/server-not-found', 'not-found', () => {
  return 'You have no such MCP server.';
});
export const McpServerNameTaken = defineError('mcp/name-taken', 'conflict', (name: string) => {
  return `You have an MCP server called ${name} already.`;
});
export const TooManyMcpServers = defineError('mcp/too-many-servers', 'conflict', (most: number) => {
  return `At most ${most} MCP servers are kept for one user.`;
});
export const McpServerDisabled = defineError('mcp/server-disabled', 'conflict', (name: string) => {
  return `You have switched the MCP server ${name} off.`;
});
export const McpHeaderMissing = defineError('mcp/header-missing', 'conflict', (name: string) => {
  return `What opens the MCP server ${name} is no longer kept. Please save its auth_value again.`;
});
export const McpHeaderIncomplete = defineError('mcp/header-incomplete', 'invalid', () => {
  return 'A header needs its value: give auth_value with it.';
});
export const McpToolNotFound = defineError('mcp/tool-not-found', 'not-found', (server: string) => {
  return `The MCP server ${server} has no such tool, as far as it was last looked at: refresh it to look again.`;
});
export const McpToolNotAllowed = defineError('mcp/tool-not-allowed', 'forbidden', (tool: string) => {
  return `You have not allowed the tool ${tool}: name it in allowed_tools.`;
});
export const McpToolChanged = defineError('mcp/tool-changed', 'conflict', (tool: string) => {
  return `The tool ${tool} is no longer what you allowed: refresh its server, read what it is now, and allow it again.`;
});
