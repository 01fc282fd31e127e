import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/database/database';
import { deleteOldest } from '#platform/database/delete-oldest';
import type { Visitor } from '#platform/http/visitor';

const UNREADABLE = 'The value could not be opened.';

/** What was done with a user's keys. Rows are added with the commit of what they tell of and never change until they are old. */
@Injectable()
export class AuditRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('secret_audit_logs');
  }

  async record(
    userId: string,
    service: string,
    operation: 'create' | 'update' | 'delete',
    visitor: Visitor,
  ): Promise<void> {
    await this.tables
      .insertInto('secret_audit_logs')
      .values({
        user_id: userId,
        service_name: service,
        operation,
        success: true,
        ip_address: visitor.ip,
        user_agent: visitor.userAgent,
      })
      .execute();
  }

  /** Deletes the oldest from before, at most so many; answers how many. */
  forget(before: Date, atMost: number): Promise<number> {
    const rows = { table: 'secret_audit_logs', column: 'created_at' } as const;
    return this.database.asService('platform.retention', () =>
      deleteOldest(this.tables, rows, before, atMost),
    );
  }

  /** Records reads that failed, each service at most once a minute. */
  async recordUnreadable(userId: string, services: readonly string[], visitor?: Visitor): Promise<void> {
    await this.database.as(userId, () =>
      sql`
        insert into secret_audit_logs (user_id, service_name, operation, success, error_message, ip_address, user_agent)
        select ${userId}, failed.service, 'read', false, ${UNREADABLE}, ${visitor?.ip ?? null}::inet, ${visitor?.userAgent ?? null}
        from jsonb_array_elements_text(${JSON.stringify(services)}::jsonb) as failed (service)
        where not exists (
          select from secret_audit_logs l where l.user_id = ${userId} and l.service_name = failed.service
            and not l.success and l.created_at > now() - interval '1 minute')`.execute(this.tables),
    );
  }
}
