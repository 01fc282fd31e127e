import { Module } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { SQL_SERVER } from '#platform/database/database.module';
import { EmbeddedServer } from '#platform/database/embedded-server';
import type { SqlServer } from '#platform/database/sql-server';
import { AuthUsers } from './auth-users.js';
import { EmbeddedSupabase } from './embedded-supabase.js';
import { SupabaseAdmin } from './supabase-admin.js';

/** Supabase beside our own tables: the project the settings name, or the one inside this process. */
@Module({
  providers: [
    SupabaseAdmin,
    AuthUsers,
    {
      provide: EmbeddedSupabase,
      inject: [SQL_SERVER, Settings],
      useFactory: async (server: SqlServer, settings: Settings) => {
        if (!(server instanceof EmbeddedServer)) return null;
        const supabase = new EmbeddedSupabase(server, settings);
        await supabase.prepare();
        return supabase;
      },
    },
  ],
  exports: [AuthUsers, EmbeddedSupabase, SupabaseAdmin],
})
export class SupabaseModule {}
