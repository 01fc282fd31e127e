import { Module } from '@nestjs/common';
import { HttpModule } from '#platform/http/http.module';
import { AiModule } from '#platform/ai/ai.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { StorageModule } from '#platform/storage/storage.module';
import { SupabaseModule } from '#platform/supabase/supabase.module';
import { provideAll } from '#platform/wiring/provide-all';
import { AiCheck } from './checks/ai.check.js';
import { ClockCheck } from './checks/clock.check.js';
import { DatabaseCheck } from './checks/database.check.js';
import { JobsCheck } from './checks/jobs.check.js';
import { MailCheck } from './checks/mail.check.js';
import { StorageCheck } from './checks/storage.check.js';
import { SupabaseCheck } from './checks/supabase.check.js';
import { HEALTH_CHECKS, type HealthCheck } from './health-check.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

/** Every dependency that is asked, in the order it is shown. */
const CHECKS = [DatabaseCheck, JobsCheck, ClockCheck, StorageCheck, MailCheck, AiCheck, SupabaseCheck];

/** Is everything we stand on still there? */
@Module({
  imports: [AiModule, ClockModule, HttpModule, JobsModule, StorageModule, SupabaseModule],
  controllers: [HealthController],
  providers: [HealthService, ...provideAll<HealthCheck>(HEALTH_CHECKS, CHECKS)],
})
export class HealthModule {}
