import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { z } from 'zod';

/** How the server answers: with sessions or without, as a stream of events or as JSON. */
export interface Manner {
  readonly sessions: boolean;
  readonly json: boolean;
}

/** A server that is made with the official library of the protocol, as most servers are that people name. */
export class OfficialMcpServer {
  readonly open = new Map<string, StreamableHTTPServerTransport>();

  private constructor(private readonly server: Server) {}

  static async start({ sessions, json }: Manner): Promise<OfficialMcpServer> {
    const server = createServer((request, response) => {
      const id = request.headers['mcp-session-id'];
      const known = typeof id === 'string' ? started.open.get(id) : undefined;
      void (known ? Promise.resolve(known) : started.connect({ sessions, json }))
        .then((transport) => transport.handleRequest(request, response))
        .catch(() => response.destroy());
    });
    const started = new OfficialMcpServer(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return started;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/mcp`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async connect({ sessions, json }: Manner): Promise<StreamableHTTPServerTransport> {
    const transport = new StreamableHTTPServerTransport({
      enableJsonResponse: json,
      ...(sessions && {
        sessionIdGenerator: () => randomUUID(),
        onsessioninitialized: (id: string) => void this.open.set(id, transport),
        onsessionclosed: (id: string) => void this.open.delete(id),
      }),
    });
    await contacts().connect(transport as Transport);
    return transport;
  }
}

/** What it offers: a tool that reads, one that fails, a resource and a prompt. */
function contacts(): McpServer {
  const server = new McpServer({ name: 'contacts', version: '1.0.0' });
  server.registerTool(
    'find_contact',
    {
      title: 'Find a contact',
      description: 'Finds a contact by e-mail',
      inputSchema: { email: z.email() },
      outputSchema: { id: z.number(), email: z.string() },
      annotations: { readOnlyHint: true },
    },
    ({ email }) => ({
      content: [{ type: 'text', text: `Found ${email}` }],
      structuredContent: { id: 7, email },
    }),
  );
  server.registerTool('fail', { annotations: { readOnlyHint: true } }, () => {
    throw new Error('The database is down');
  });
  server.registerResource(
    'contacts',
    'crm://contacts',
    { description: 'All of them', mimeType: 'text/csv' },
    (uri) => ({
      contents: [{ uri: uri.href, mimeType: 'text/csv', text: 'email\nada@example.org' }],
    }),
  );
  server.registerPrompt('greet', { argsSchema: { name: z.string() } }, ({ name }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Greet ${name}` } }],
  }));
  return server;
}
