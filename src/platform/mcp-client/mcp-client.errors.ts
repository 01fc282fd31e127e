import { defineError } from '#kernel/errors';

/** The words of a server are other people's: they are cut, and what opens the server is struck out before. */
export const McpRefused = defineError('mcp/refused', 'invalid', (words: string) => {
  return `The MCP server refuses this: ${words}`;
});
export const McpUnauthorized = defineError('mcp/unauthorized', 'invalid', () => {
  return 'The MCP server does not let us in: check the header that opens it.';
});
export const McpUnfit = defineError('mcp/server-unfit', 'invalid', () => {
  return 'What answers at this address does not speak the Model Context Protocol over Streamable HTTP.';
});
export const McpTooMuch = defineError('mcp/too-much', 'invalid', (what: string) => {
  return `The MCP server offers more than we take: ${what}.`;
});
export const McpArgumentsUnfit = defineError('mcp/arguments-unfit', 'malformed', (tool: string) => {
  return `The arguments do not fit the tool ${tool}.`;
});
export const McpSchemaUnfit = defineError('mcp/schema-unfit', 'invalid', (tool: string) => {
  return `The schema of the tool ${tool} cannot be checked against.`;
});
