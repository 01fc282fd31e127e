import { Inject, Injectable } from '@nestjs/common';
import type { AuthError } from '@supabase/supabase-js';
import { SQL_SERVER } from '#platform/database/database.module';
import { SchemaAccess } from '#platform/database/schema-access';
import type { SqlServer } from '#platform/database/sql-server';
import { defineError } from '#kernel/errors';
import { SupabaseAdmin } from './supabase-admin.js';

const ANSWERS_WITHIN_MS = 15_000;

const AuthNotReached = defineError('supabase/auth-not-reached', 'unavailable', () => {
  return 'Supabase Auth at SUPABASE_URL does not answer as it should.';
});

/** What became of a user: `absent` was not there any more, `elsewhere` is kept by another system. */
export type Removal = 'removed' | 'absent' | 'elsewhere';

/** Those who can sign in: in the Supabase project, or in the tables of the embedded one. */
@Injectable()
export class AuthUsers {
  constructor(
    private readonly supabase: SupabaseAdmin,
    private readonly schema: SchemaAccess,
    @Inject(SQL_SERVER) private readonly server: SqlServer,
  ) {}

  /** Removes the user with their sessions. Where nobody keeps users here, that is left to who does. */
  async remove(userId: string): Promise<Removal> {
    if (this.supabase.configured) return this.removeHosted(userId);
    return this.server.kind === 'embedded' ? this.removeEmbedded(userId) : 'elsewhere';
  }

  private async removeHosted(userId: string): Promise<Removal> {
    const { error } = await this.supabase.until(AbortSignal.timeout(ANSWERS_WITHIN_MS), ({ auth }) =>
      auth.admin.deleteUser(userId),
    );
    if (!error) return 'removed';
    if (isUnknownUser(error)) return 'absent';
    throw new AuthNotReached().because(error);
  }

  /** Whatever table of the embedded Auth speaks of the user, in the order in which they refer to each other. */
  private removeEmbedded(userId: string): Promise<Removal> {
    return this.schema.with(async ({ query }) => {
      const tables = await query<{ name: string }>(
        `select format('%I.%I', schemaname, tablename) as name from pg_tables
         where schemaname = 'auth' and tablename <> 'users'`,
        [],
      );
      for (const { name } of tables)
        await query(`delete from ${name} t where position($1 in lower(t::text)) > 0`, [userId.toLowerCase()]);
      const gone = await query('delete from auth.users where id::text = $1 returning 1', [userId]);
      return gone.length > 0 ? 'removed' : 'absent';
    });
  }
}

/** A 404 may also come from what stands before Auth, which knows nothing of users. */
function isUnknownUser({ status, code, message }: AuthError): boolean {
  return status === 404 && (code === 'user_not_found' || /user not found/i.test(message));
}
