import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { execute } from './agents.js';

interface Message {
  id?: number | string;
  method: string;
  params?: Record<string, unknown>;
}

export interface Tool {
  name: string;
  description?: string;
  inputSchema: Record<string, unknown>;
  annotations?: Record<string, unknown>;
}

type Call = (given: Record<string, unknown>, headers: IncomingHttpHeaders) => unknown;

export const says = (text: string, more: object = {}) => ({ content: [{ type: 'text', text }], ...more });
export const HANGS = Symbol('never answers');

/** A server of the Model Context Protocol over Streamable HTTP, without any library of ours: 2025-06-18, or 2026-07-28. */
export class McpTestServer {
  tools: Tool[] = [];
  calls: Record<string, Call> = {};
  resources: object[] = [];
  prompts: object[] = [];
  /** Speaks the revision 2026-07-28, which has no sessions. */
  modern = false;
  /** Answers as a stream of events. */
  streams = false;
  /** The value of `authorization` it asks for. */
  password: string | undefined;
  readonly seen: { method: string; headers: IncomingHttpHeaders; params: Record<string, unknown> }[] = [];
  sessions = 0;
  private readonly server = createServer((request, response) => void this.answer(request, response));

  static async start(): Promise<McpTestServer> {
    const started = new McpTestServer();
    started.server.listen(0, '127.0.0.1');
    await once(started.server, 'listening');
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/mcp`;
  }

  asked(method: string) {
    return this.seen.filter((message) => message.method === method);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.password !== undefined && request.headers.authorization !== this.password)
      return void response.writeHead(401).end();
    if (request.method === 'DELETE') {
      this.sessions -= 1;
      return void response.writeHead(200).end();
    }
    const message = JSON.parse((await request.toArray()).join('')) as Message;
    this.seen.push({ method: message.method, headers: request.headers, params: message.params ?? {} });
    if (message.id === undefined) return void response.writeHead(202).end();
    const reply = await this.reply(message, request.headers);
    if (reply === HANGS) return;
    if (message.method === 'initialize') {
      this.sessions += 1;
      response.setHeader('mcp-session-id', `session-${this.sessions}`);
    }
    const text = JSON.stringify({ jsonrpc: '2.0', id: message.id, ...this.stamped(reply as object) });
    if (this.streams)
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`event: message\ndata: ${text}\n\n`);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(text);
  }

  private stamped(reply: { result?: object }): object {
    if (!this.modern || !reply.result) return reply;
    return { result: { resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...reply.result } };
  }

  private async reply({ method, params = {} }: Message, headers: IncomingHttpHeaders): Promise<unknown> {
    if (this.modern && method === 'server/discover')
      return { result: { supportedVersions: ['2026-07-28'], capabilities: { tools: {} } } };
    if (this.modern && method === 'initialize')
      return { error: { code: -32601, message: 'Method not found' } };
    switch (method) {
      case 'initialize':
        return {
          result: {
            protocolVersion: '2025-06-18',
            capabilities: { tools: {}, resources: {}, prompts: {} },
            serverInfo: { name: 'test', version: '1' },
          },
        };
      case 'tools/list':
        return { result: { tools: this.tools } };
      case 'resources/list':
        return { result: { resources: this.resources } };
      case 'prompts/list':
        return { result: { prompts: this.prompts } };
      case 'resources/read':
        return params['uri'] === 'crm://contacts'
          ? { result: { contents: [{ uri: params['uri'], mimeType: 'text/plain', text: 'Ada' }] } }
          : { error: { code: -32002, message: 'Resource not found' } };
      case 'tools/call':
        return this.called(params, headers);
      default:
        return { error: { code: -32601, message: 'Method not found' } };
    }
  }

  private async called(params: Record<string, unknown>, headers: IncomingHttpHeaders): Promise<unknown> {
    const call = this.calls[String(params['name'])];
    if (!call) return { error: { code: -32602, message: 'Unknown tool' } };
    const result = await call((params['arguments'] ?? {}) as Record<string, unknown>, headers);
    if (result === HANGS) return HANGS;
    return result instanceof Error ? { error: { code: -32000, message: result.message } } : { result };
  }
}

export const SERVERS = '/api/agents/mcp/servers';
export const SECRET = 'Bearer 3f9c-very-secret-4711';
export const FIND: Tool = {
  name: 'find_contact',
  description: 'Finds a contact',
  inputSchema: {
    type: 'object',
    properties: { email: { type: 'string', minLength: 3 } },
    required: ['email'],
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true },
};
export const SEND: Tool = {
  name: 'send_note',
  description: 'Sends a note',
  inputSchema: { type: 'object' },
};

/** A marketer with one MCP server, another pair for each test. */
export class McpStage {
  app!: TestApp;
  server!: McpTestServer;
  ada!: TestClient;

  /** To be called where the tests of a file begin. */
  static set(): McpStage {
    const stage = new McpStage();
    beforeAll(async () => {
      const settings = { OUTBOUND_ALLOW: '127.0.0.1/32', AGENT_WAIT_SECONDS: '60', MCP_TIMEOUT_MS: '5000' };
      stage.app = await startApp({ settings });
    });
    beforeEach(async () => {
      stage.server = await McpTestServer.start();
      stage.server.tools = [FIND, SEND];
      stage.server.calls = {
        find_contact: ({ email }) => says('Found', { structuredContent: { contact: { id: 7, email } } }),
        send_note: (given) => says(JSON.stringify({ sent: given })),
      };
      ({ client: stage.ada } = await stage.app.newUser());
    });
    afterEach(() => stage.server.close());
    afterAll(() => stage.app.close());
    return stage;
  }

  /** Names the server and looks at its tools; answers its id. */
  async named(more: object = {}): Promise<string> {
    const made = await this.ada.post(SERVERS, { name: 'crm', url: this.server.url, ...more });
    if (made.status !== 201) throw new Error(`No server was named: ${made.text}`);
    const { id } = made.body.data;
    const refreshed = await this.ada.post(`${SERVERS}/${id}/refresh`, {});
    if (refreshed.status !== 200) throw new Error(`Its tools were not looked at: ${refreshed.text}`);
    return id;
  }

  call(tool: string, given: object = {}, client = this.ada) {
    return execute(client, 'mcp', 'call_tool', { server: 'crm', tool, arguments: given });
  }
}
