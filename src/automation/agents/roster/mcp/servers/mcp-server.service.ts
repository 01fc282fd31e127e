import { Injectable } from '@nestjs/common';
import { onField } from '#kernel/errors';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { McpClient } from '#platform/mcp-client/mcp-client';
import type { McpSession } from '#platform/mcp-client/mcp-session';
import type { Visitor } from '#platform/http/visitor';
import { Secrets } from '#platform/secrets/secrets';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import { webUrl } from '#platform/web/web-url';
import type { McpServerChanges, NewMcpServer } from './mcp-server.dto.js';
import {
  McpHeaderIncomplete,
  McpHeaderMissing,
  McpServerDisabled,
  McpServerNotFound,
  TooManyMcpServers,
} from './mcp-server.errors.js';
import { type McpServer, pin } from './mcp-server.js';
import { type McpServerContent, McpServerRepository } from './mcp-server.repository.js';

const SERVERS_AT_MOST = 50;

const secretOf = (id: string) => `mcp_server:${id}` as const;

/** The MCP servers a user has named, what is allowed of each, and connections to them. */
@Injectable()
export class McpServers {
  constructor(
    private readonly database: Database,
    private readonly servers: McpServerRepository,
    private readonly secrets: Secrets,
    private readonly vault: ServerSecrets,
    private readonly client: McpClient,
  ) {}

  list(userId: string, page: PageQuery): Promise<Page<McpServer>> {
    return this.servers.list(userId, page);
  }

  enabled(userId: string): Promise<McpServer[]> {
    return this.servers.enabled(userId);
  }

  async get(userId: string, id: string): Promise<McpServer> {
    const server = isUuid(id) ? await this.servers.find(userId, id) : undefined;
    if (!server) throw new McpServerNotFound();
    return server;
  }

  /** A server by its name or id that is switched on. */
  async usable(userId: string, name: string): Promise<McpServer> {
    const server = (await this.servers.named(userId, name)) ?? (await this.get(userId, name));
    if (!server.enabled) throw new McpServerDisabled(server.name);
    return server;
  }

  async add(userId: string, wanted: NewMcpServer, visitor: Visitor): Promise<McpServer> {
    const id = newId();
    const content = {
      name: wanted.name,
      url: addressOf(wanted.url),
      authHeader: wanted.auth_header ?? (wanted.auth_value === undefined ? null : 'Authorization'),
      allowedTools: wanted.allowed_tools ?? null,
      enabled: wanted.enabled ?? true,
      tools: [],
      toolsPinnedAt: null,
    };
    if (content.authHeader !== null && wanted.auth_value === undefined)
      throw onField('auth_value', new McpHeaderIncomplete());
    return this.database.transaction(async () => {
      const server = await this.servers.add(userId, id, content, SERVERS_AT_MOST);
      if (!server) throw new TooManyMcpServers(SERVERS_AT_MOST);
      if (wanted.auth_value !== undefined)
        await this.vault.keep(userId, secretOf(id), wanted.auth_value, visitor);
      return server;
    });
  }

  /** A new address begins anew: neither what was allowed nor what opened the old one is taken there. */
  async change(userId: string, id: string, wanted: McpServerChanges, visitor: Visitor): Promise<McpServer> {
    return this.database.transaction(async () => {
      const before = await this.get(userId, id);
      const url = wanted.url === undefined ? before.url : addressOf(wanted.url);
      const isMoved = url !== before.url;
      const content = changed(before, wanted, url);
      if (content.authHeader !== null && isMoved && wanted.auth_value === undefined)
        throw onField('auth_value', new McpHeaderIncomplete());
      if (content.authHeader !== null && before.authHeader === null && wanted.auth_value === undefined)
        throw onField('auth_value', new McpHeaderIncomplete());
      if (content.authHeader === null) await this.vault.forget(userId, secretOf(id), visitor);
      else if (wanted.auth_value !== undefined)
        await this.vault.keep(userId, secretOf(id), wanted.auth_value, visitor);
      return this.kept(userId, id, content);
    });
  }

  async remove(userId: string, id: string, visitor: Visitor): Promise<void> {
    await this.database.transaction(async () => {
      if (!isUuid(id) || !(await this.servers.remove(userId, id))) throw new McpServerNotFound();
      await this.vault.forget(userId, secretOf(id), visitor);
    });
  }

  /** Looks at the server's tools and pins those that are new; those that have changed only where they are named. */
  async refresh(userId: string, id: string, allowAgain: readonly string[]) {
    const looked = await this.get(userId, id);
    const offered = await this.session(userId, looked, undefined, (session) => session.tools());
    return this.database.transaction(async () => {
      const before = await this.get(userId, id);
      const { tools, ...news } = pin(before.tools, offered, allowAgain);
      const toolsPinnedAt = new Date().toISOString();
      return { server: await this.kept(userId, id, { ...before, tools, toolsPinnedAt }), ...news };
    });
  }

  /** Works in a session with the server, opened by what its owner has entrusted to us. */
  async session<Result>(
    userId: string,
    { id, name, url, authHeader }: McpServer,
    signal: AbortSignal | undefined,
    work: (session: McpSession) => Promise<Result>,
  ): Promise<Result> {
    if (authHeader === null) return this.client.session({ url }, signal, work);
    const value = await this.secrets.read(userId, secretOf(id));
    if (value === undefined) throw new McpHeaderMissing(name);
    return this.client.session({ url, header: { name: authHeader, value } }, signal, work);
  }

  private async kept(userId: string, id: string, content: McpServerContent): Promise<McpServer> {
    const server = await this.servers.change(userId, id, content);
    if (!server) throw new McpServerNotFound();
    return server;
  }
}

function changed(before: McpServer, wanted: McpServerChanges, url: string): McpServerContent {
  const { auth_header = before.authHeader, allowed_tools = before.allowedTools } = wanted;
  const isMoved = url !== before.url;
  return {
    name: wanted.name ?? before.name,
    url,
    authHeader: auth_header ?? (wanted.auth_value === undefined ? null : 'Authorization'),
    allowedTools: isMoved ? (wanted.allowed_tools ?? null) : allowed_tools,
    enabled: wanted.enabled ?? before.enabled,
    tools: isMoved ? [] : before.tools,
    toolsPinnedAt: isMoved ? null : before.toolsPinnedAt,
  };
}

function addressOf(url: string): string {
  try {
    return webUrl(url).href;
  } catch (error) {
    throw onField('url', error);
  }
}
