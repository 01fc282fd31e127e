import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { SupabaseAdmin } from '#platform/supabase/supabase-admin';
import { SupabaseModule } from '#platform/supabase/supabase.module';
import { LocalStorage } from './adapters/local/local.storage.js';
import { SupabaseStorage } from './adapters/supabase/supabase.storage.js';
import { FileStorage } from './file-storage.js';

/** Files: in the Supabase project where one is set, else in a folder that the processes share. */
@Module({
  imports: [SupabaseModule],
  providers: [
    {
      provide: FileStorage,
      inject: [Settings, SupabaseAdmin],
      useFactory: (settings: Settings, supabase: SupabaseAdmin): FileStorage =>
        supabase.configured
          ? new SupabaseStorage(supabase, settings.STORAGE_BUCKET)
          : new LocalStorage(join(settings.DATA_DIR, 'storage')),
    },
  ],
  exports: [FileStorage],
})
export class StorageModule {}
