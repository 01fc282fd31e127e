import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { MediaModule } from '#platform/media/media.module';
import { UserAiKeys } from '#platform/ai/user-ai-keys';
import { AuthModule } from '#platform/auth/auth.module';
import { ClockModule } from '#platform/clock/clock.module';
import { DatabaseModule } from '#platform/database/database.module';
import { HttpModule } from '#platform/http/http.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { LoggingModule } from '#platform/logging/logging.module';
import { MetricsModule } from '#platform/metrics/metrics.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { VaultAiKeys } from '#platform/secrets/vault-ai-keys';
import { StorageModule } from '#platform/storage/storage.module';
import { SupabaseModule } from '#platform/supabase/supabase.module';
import { AgentsModule } from '#automation/agents/agents.module';
import { LeadConsent } from '#automation/workflows/consent/lead-consent';
import { WorkflowsModule } from '#automation/workflows/workflows.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { RecipientConsent } from '#domains/email/delivery/recipient-consent';
import { EmailModule } from '#domains/email/email.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { KeywordDataModule } from '#platform/keyword-data/keyword-data.module';
import { KeywordResearchModule } from '#domains/keyword-research/keyword-research.module';
import { BrandModule } from '#domains/brand/brand.module';
import { PublishingModule } from '#platform/publishing/publishing.module';
import { McpClientModule } from '#platform/mcp-client/mcp-client.module';
import { WebModule } from '#platform/web/web.module';
import { ProposalsModule } from '#domains/proposals/proposals.module';
import { ContentModule } from '#domains/content/content.module';
import { AnalyticsModule } from '#domains/analytics/analytics.module';
import { SocialModule } from '#domains/social/social.module';
import { ResearchModule } from '#domains/research/research.module';
import { KnowledgeModule } from '#domains/knowledge/knowledge.module';
import { HealthModule } from '#domains/health/health.module';

const PLATFORM = [
  LoggingModule,
  DatabaseModule,
  AuthModule,
  JobsModule,
  ClockModule,
  RetentionModule,
  HttpModule,
  MetricsModule,
  SupabaseModule,
  StorageModule,
  SecretsModule,
  AiModule,
  MediaModule,
  KeywordDataModule,
  WebModule,
  McpClientModule,
  PublishingModule,
];
const DOMAINS = [
  LeadsModule,
  CampaignsModule,
  EmailModule,
  KeywordResearchModule,
  BrandModule,
  ProposalsModule,
  ContentModule,
  AnalyticsModule,
  SocialModule,
  ResearchModule,
  KnowledgeModule,
  HealthModule,
];
const AUTOMATION = [WorkflowsModule, AgentsModule];

@Module({})
class PortsModule {}

/** What rooms below have declared and rooms above implement. */
const PORTS: DynamicModule = {
  module: PortsModule,
  global: true,
  imports: [WorkflowsModule, SecretsModule],
  providers: [
    { provide: RecipientConsent, useExisting: LeadConsent },
    { provide: UserAiKeys, useExisting: VaultAiKeys },
  ],
  exports: [RecipientConsent, UserAiKeys],
};

/** The table of contents: every room of the application. */
@Module({})
export class AppModule {
  /** The application with settings that have been read before, and modules of the caller's own beside ours. */
  static with(settings: DynamicModule, besides: readonly Type[] = []): DynamicModule {
    return {
      module: AppModule,
      imports: [settings, ...PLATFORM, ...DOMAINS, ...AUTOMATION, PORTS, ...besides],
    };
  }
}
