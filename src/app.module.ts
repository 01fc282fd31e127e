import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModule } from '#platform/auth/auth.module';
import { ClockModule } from '#platform/clock/clock.module';
import { DatabaseModule } from '#platform/database/database.module';
import { HttpModule } from '#platform/http/http.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { LoggingModule } from '#platform/logging/logging.module';
import { MetricsModule } from '#platform/metrics/metrics.module';
import { SupabaseModule } from '#platform/supabase/supabase.module';
import { HealthModule } from '#domains/health/health.module';

const PLATFORM = [
  LoggingModule,
  DatabaseModule,
  AuthModule,
  JobsModule,
  ClockModule,
  HttpModule,
  MetricsModule,
  SupabaseModule,
];
const DOMAINS = [HealthModule];

/** The table of contents: every room of the application. */
@Module({})
export class AppModule {
  /** The application with settings that have been read before. */
  static with(settings: DynamicModule): DynamicModule {
    return { module: AppModule, imports: [settings, ...PLATFORM, ...DOMAINS] };
  }
}
