import type { McpTool } from '#platform/mcp-client/mcp-tool';

/** A tool as its owner has seen it. */
export interface PinnedTool extends McpTool {
  /** What the server says of it now is something else. */
  readonly changed: boolean;
}

export interface McpServer {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly transport: 'http';
  readonly authHeader: string | null;
  /** Null: all that only read. */
  readonly allowedTools: readonly string[] | null;
  readonly tools: readonly PinnedTool[];
  readonly toolsPinnedAt: string | null;
  readonly enabled: boolean;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A server's word that a tool only reads counts where the owner has said nothing. */
export function isAllowed({ allowedTools }: McpServer, tool: McpTool): boolean {
  return allowedTools === null ? tool.read_only : allowedTools.includes(tool.name);
}

export const riskOf = (tool: McpTool): 'read' | 'outside' => (tool.read_only ? 'read' : 'outside');

interface Pinning {
  readonly tools: PinnedTool[];
  readonly added: string[];
  readonly changed: string[];
  readonly gone: string[];
}

/** What was pinned stays as it was, whatever the server says of it now, unless its owner has named it in `allowAgain`. */
export function pin(
  before: readonly PinnedTool[],
  now: readonly McpTool[],
  allowAgain: readonly string[],
): Pinning {
  const known = new Map(before.map((tool) => [tool.name, tool]));
  const tools = now.map((tool): PinnedTool => {
    const pinned = known.get(tool.name);
    const isSame = !pinned || pinned.fingerprint === tool.fingerprint || allowAgain.includes(tool.name);
    return isSame ? { ...tool, changed: false } : { ...pinned, changed: true };
  });
  const offered = new Set(now.map(({ name }) => name));
  return {
    tools,
    added: now.filter(({ name }) => !known.has(name)).map(({ name }) => name),
    changed: tools.filter(({ changed }) => changed).map(({ name }) => name),
    gone: before.filter(({ name }) => !offered.has(name)).map(({ name }) => name),
  };
}
