import { Injectable } from '@nestjs/common';
import { type Selectable, sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { McpServersTable } from '#platform/database/schema.generated';
import type { PageQuery } from '#platform/http/page-query';
import { McpServerNameTaken } from './mcp-server.errors.js';
import type { McpServer, PinnedTool } from './mcp-server.js';

/** A server's own words, complete. */
export type McpServerContent = Pick<
  McpServer,
  'name' | 'url' | 'authHeader' | 'allowedTools' | 'enabled' | 'tools' | 'toolsPinnedAt'
>;

@Injectable()
export class McpServerRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('mcp_servers');
  }

  async list(userId: string, page: PageQuery): Promise<Page<McpServer>> {
    const own = this.tables.selectFrom('mcp_servers').selectAll().where('user_id', '=', userId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toServer), nextCursor };
  }

  /** All that are switched on, by name. */
  async enabled(userId: string): Promise<McpServer[]> {
    const rows = await this.tables
      .selectFrom('mcp_servers')
      .selectAll()
      .where('user_id', '=', userId)
      .where('enabled', '=', true)
      .orderBy('name')
      .execute();
    return rows.map(toServer);
  }

  find(userId: string, id: string): Promise<McpServer | undefined> {
    return this.one(userId, 'id', id);
  }

  named(userId: string, name: string): Promise<McpServer | undefined> {
    return this.one(userId, 'name', name);
  }

  /** Nothing when the user has so many already. */
  async add(
    userId: string,
    id: string,
    content: McpServerContent,
    atMost: number,
  ): Promise<McpServer | undefined> {
    const { name, url, auth_header, allowed_tools, enabled } = columnsOf(content);
    const { rows } = await sql<Selectable<McpServersTable>>`
      insert into mcp_servers (id, user_id, name, url, auth_header, allowed_tools, enabled)
      select ${id}, ${userId}, ${name}, ${url}, ${auth_header}, ${allowed_tools}::text[], ${enabled}
      where (select count(*) from mcp_servers where user_id = ${userId}) < ${atMost}
      returning *`
      .execute(this.tables)
      .catch((error: unknown) => explain(error, name));
    return rows[0] && toServer(rows[0]);
  }

  async change(userId: string, id: string, content: McpServerContent): Promise<McpServer | undefined> {
    const row = await this.tables
      .updateTable('mcp_servers')
      .set(columnsOf(content))
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst()
      .catch((error: unknown) => explain(error, content.name));
    return row && toServer(row);
  }

  async remove(userId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('mcp_servers')
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  private async one(userId: string, column: 'id' | 'name', value: string): Promise<McpServer | undefined> {
    const row = await this.tables
      .selectFrom('mcp_servers')
      .selectAll()
      .where('user_id', '=', userId)
      .where(column, '=', value)
      .executeTakeFirst();
    return row && toServer(row);
  }
}

function explain(error: unknown, name: string): never {
  throw breaksUnique(error, 'mcp_servers_name') ? new McpServerNameTaken(name) : error;
}

function columnsOf({ name, url, enabled, ...content }: McpServerContent) {
  return {
    name,
    url,
    enabled,
    auth_header: content.authHeader,
    allowed_tools: content.allowedTools === null ? null : [...content.allowedTools],
    tools_pinned: JSON.stringify(content.tools),
    tools_pinned_at: content.toolsPinnedAt,
  };
}

function toServer(row: Selectable<McpServersTable>): McpServer {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    transport: 'http',
    authHeader: row.auth_header,
    allowedTools: row.allowed_tools,
    tools: row.tools_pinned as unknown as PinnedTool[],
    toolsPinnedAt: row.tools_pinned_at,
    enabled: row.enabled,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
