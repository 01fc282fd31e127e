import { Module } from '@nestjs/common';
import { ConnectionsModule } from '#domains/integrations/connections.module';
import { AccountsModule } from '#platform/accounts/accounts.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { StorageModule } from '#platform/storage/storage.module';
import { SupabaseModule } from '#platform/supabase/supabase.module';
import { AUDIT } from './audit/audit.parts.js';
import { AuditController } from './audit/audit.controller.js';
import { DeletionController } from './deletion/deletion.controller.js';
import { DELETION } from './deletion/deletion.parts.js';
import { ExportController } from './exports/export.controller.js';
import { EXPORTS } from './exports/export.parts.js';
import { MAP } from './map/map.parts.js';
import { ErasedAddressesModule } from './persons/erased-addresses.module.js';
import { PersonController } from './persons/person.controller.js';
import { PERSONS } from './persons/person.parts.js';
import { RuleController } from './retention/rule.controller.js';
import { RETENTION } from './retention/retention.parts.js';

/** What is kept of whom: exports, deletions, and how long records stay, by one map of all tables. */
@Module({
  imports: [
    AccountsModule,
    ClockModule,
    ConnectionsModule,
    ErasedAddressesModule,
    JobsModule,
    RetentionModule,
    StorageModule,
    SupabaseModule,
  ],
  controllers: [AuditController, DeletionController, ExportController, PersonController, RuleController],
  providers: [...MAP, ...AUDIT, ...EXPORTS, ...DELETION, ...PERSONS, ...RETENTION],
})
export class PrivacyModule {}
