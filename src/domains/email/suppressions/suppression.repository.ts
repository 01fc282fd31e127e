import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { Suppression, SuppressionReason } from './suppression.dto.js';

/** The most binding reason wins; an address is listed once per owner. */
@Injectable()
export class SuppressionRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_suppressions');
  }

  async list(ownerId: string, page: PageQuery): Promise<Page<Suppression>> {
    const own = this.tables
      .selectFrom('email_suppressions')
      .select(['email_norm', 'reason', 'source', 'created_at'])
      .where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, { column: 'email_norm', holds: 'text' });
    return {
      items: items.map(({ email_norm, ...row }) => ({ email: email_norm, ...row }) as Suppression),
      nextCursor,
    };
  }

  /** Adds the address; withdrawn consent replaces a milder reason. */
  async add(ownerId: string, email: string, reason: SuppressionReason, source: string): Promise<Suppression> {
    const row = await this.tables
      .insertInto('email_suppressions')
      .values({ created_by: ownerId, email_norm: normaliseMailAddress(email), reason, source })
      .onConflict((conflict) =>
        conflict.columns(['created_by', 'email_norm']).doUpdateSet(({ ref, case: choose }) => ({
          reason: choose()
            .when(ref('excluded.reason'), '=', 'consent_withdrawn')
            .then(ref('excluded.reason'))
            .else(ref('email_suppressions.reason'))
            .end(),
        })),
      )
      .returning(['email_norm as email', 'reason', 'source', 'created_at'])
      .executeTakeFirstOrThrow();
    return row as unknown as Suppression;
  }

  /** Why the address must not be written to; undefined when it is not listed. */
  async reasonOf(ownerId: string, emailNorm: string): Promise<SuppressionReason | undefined> {
    const row = await this.tables
      .selectFrom('email_suppressions')
      .select('reason')
      .where('created_by', '=', ownerId)
      .where('email_norm', '=', emailNorm)
      .executeTakeFirst();
    return row?.reason as SuppressionReason | undefined;
  }

  async remove(ownerId: string, email: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_suppressions')
      .where('created_by', '=', ownerId)
      .where('email_norm', '=', normaliseMailAddress(email))
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
