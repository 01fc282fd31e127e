import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';

/** Tickets that go, and the files that they leave behind. */
@Injectable()
export class RemovalRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('support_tickets', 'support_attachments');
  }

  async filesOf(ticketId: string): Promise<string[]> {
    const rows = await this.asDesk(() =>
      this.tables
        .selectFrom('support_attachments')
        .select('path')
        .where('ticket_id', '=', ticketId)
        .execute(),
    );
    return rows.map(({ path }) => path);
  }

  async filesInUse(paths: readonly string[]): Promise<string[]> {
    const rows = await this.asDesk(() =>
      this.tables
        .selectFrom('support_attachments')
        .select('path')
        .where('path', 'in', [...paths])
        .execute(),
    );
    return rows.map(({ path }) => path);
  }

  /** With all that was said on it. */
  async remove(ticketId: string): Promise<void> {
    await this.asDesk(() => this.tables.deleteFrom('support_tickets').where('id', '=', ticketId).execute());
  }

  private asDesk<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.database.asService('support.desk', work);
  }
}
