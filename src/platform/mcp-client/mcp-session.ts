import type { CallToolResult, Client, ContentBlock, Tool } from '@modelcontextprotocol/client';
import { McpTooMuch } from './mcp-client.errors.js';
import { fingerprintOf, type McpTool } from './mcp-tool.js';
import { struckOut } from './struck-out.js';

const MOST_TOOLS = 200;
const MOST_LISTED = 1_000;
const LONGEST_DESCRIPTION = 4_000;
const LONGEST_SCHEMA = 65_536;
const LONGEST_TEXT = 200_000;

export interface McpResource {
  readonly uri: string;
  readonly name: string;
  readonly description: string;
  readonly mime_type: string | null;
}

export interface McpPrompt {
  readonly name: string;
  readonly description: string;
  readonly arguments: { readonly name: string; readonly description: string; readonly required: boolean }[];
}

/** A piece of what a server has given. Of pictures, sounds and files only the kind and the size are kept. */
export interface McpPiece {
  readonly kind: 'text' | 'image' | 'audio' | 'resource' | 'link' | 'other';
  readonly text: string | null;
  readonly uri: string | null;
  readonly mime_type: string | null;
  /** Bytes of what is not kept. */
  readonly bytes: number | null;
}

/** What came of a tool. It is material that a stranger has written, whatever it says. */
export interface McpOutcome {
  /** The tool itself says that it failed. */
  readonly is_error: boolean;
  readonly content: McpPiece[];
  readonly structured_content: unknown;
  /** Text was left out because there was too much. */
  readonly truncated: boolean;
}

/** A connection to one server, while it is open. */
export class McpSession {
  constructor(
    private readonly client: Client,
    private readonly options: { readonly signal: AbortSignal; readonly timeout: number },
    /** Struck out of whatever the server says. */
    private readonly secret: string | undefined,
  ) {}

  async tools(): Promise<McpTool[]> {
    if (!this.client.getServerCapabilities()?.tools) return [];
    const { tools } = await this.client.listTools(undefined, this.options);
    if (tools.length > MOST_TOOLS) throw new McpTooMuch(`more than ${MOST_TOOLS} tools`);
    return tools.map((tool) => this.clean(toTool(tool)));
  }

  async resources(): Promise<McpResource[]> {
    if (!this.client.getServerCapabilities()?.resources) return [];
    const { resources } = await this.client.listResources(undefined, this.options);
    return resources
      .slice(0, MOST_LISTED)
      .map(({ uri, name, description, mimeType }) =>
        this.clean({ uri, name, description: cut(description), mime_type: mimeType ?? null }),
      );
  }

  async prompts(): Promise<McpPrompt[]> {
    if (!this.client.getServerCapabilities()?.prompts) return [];
    const { prompts } = await this.client.listPrompts(undefined, this.options);
    return prompts.slice(0, MOST_LISTED).map((prompt) =>
      this.clean({
        name: prompt.name,
        description: cut(prompt.description),
        arguments: (prompt.arguments ?? []).map(({ name, description, required = false }) => {
          return { name, description: cut(description), required };
        }),
      }),
    );
  }

  async call(name: string, given: Record<string, unknown>): Promise<McpOutcome> {
    const result: CallToolResult = await this.client.callTool({ name, arguments: given }, this.options);
    const { pieces, truncated } = bounded(result.content.map(toPiece));
    return this.clean({
      is_error: result.isError === true,
      content: pieces,
      structured_content: result.structuredContent ?? null,
      truncated,
    });
  }

  async read(uri: string): Promise<{ content: McpPiece[]; truncated: boolean }> {
    const { contents } = await this.client.readResource({ uri }, this.options);
    const { pieces, truncated } = bounded(contents.map(toResourcePiece));
    return this.clean({ content: pieces, truncated });
  }

  private clean<Value>(value: Value): Value {
    return struckOut(value, this.secret) as Value;
  }
}

const cut = (text: string | undefined): string => (text ?? '').slice(0, LONGEST_DESCRIPTION);

function toTool(tool: Tool): McpTool {
  const { name, title, description, inputSchema, outputSchema, annotations } = tool;
  if (JSON.stringify(inputSchema).length > LONGEST_SCHEMA)
    throw new McpTooMuch(`a schema of more than ${LONGEST_SCHEMA} characters`);
  return {
    name,
    title: title ?? null,
    description: cut(description),
    input_schema: inputSchema as Record<string, unknown>,
    read_only: annotations?.readOnlyHint === true,
    fingerprint: fingerprintOf({ name, title, description, inputSchema, outputSchema, annotations }),
  };
}

const NOTHING = { text: null, uri: null, mime_type: null, bytes: null };
const sizeOf = (base64: string): number => Math.floor((base64.length * 3) / 4);

function toPiece(block: ContentBlock): McpPiece {
  switch (block.type) {
    case 'text':
      return { ...NOTHING, kind: 'text', text: block.text };
    case 'image':
    case 'audio':
      return { ...NOTHING, kind: block.type, mime_type: block.mimeType, bytes: sizeOf(block.data) };
    case 'resource_link':
      return { ...NOTHING, kind: 'link', uri: block.uri, mime_type: block.mimeType ?? null };
    case 'resource':
      return toResourcePiece(block.resource);
    default:
      return { ...NOTHING, kind: 'other' };
  }
}

function toResourcePiece(held: {
  uri: string;
  mimeType?: string | undefined;
  text?: string;
  blob?: string;
}): McpPiece {
  const { uri, mimeType: mime_type = null, text = null, blob } = held;
  return { kind: 'resource', uri, mime_type, text, bytes: blob === undefined ? null : sizeOf(blob) };
}

/** The pieces with so much text at most in all of them together. */
function bounded(pieces: readonly McpPiece[]): { pieces: McpPiece[]; truncated: boolean } {
  let left = LONGEST_TEXT;
  let truncated = false;
  const kept = pieces.slice(0, MOST_LISTED).map((piece) => {
    const text = piece.text?.slice(0, left) ?? null;
    if (text !== piece.text) truncated = true;
    left -= text?.length ?? 0;
    return { ...piece, text };
  });
  return { pieces: kept, truncated: truncated || kept.length < pieces.length };
}
