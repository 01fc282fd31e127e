import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { MediaModule } from '#platform/media/media.module';
import { UserAiKeys } from '#platform/ai/user-ai-keys';
import { AccountsModule } from '#platform/accounts/accounts.module';
import { AuthModule } from '#platform/auth/auth.module';
import { ClockModule } from '#platform/clock/clock.module';
import { SCHEDULE_KINDS, type ScheduleKind } from '#platform/clock/schedules/schedule-kind';
import { DatabaseModule } from '#platform/database/database.module';
import { EventsModule } from '#platform/events/events.module';
import { HttpModule } from '#platform/http/http.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { LoggingModule } from '#platform/logging/logging.module';
import { MetricsModule } from '#platform/metrics/metrics.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { VaultAiKeys } from '#platform/secrets/vault-ai-keys';
import { provideAll } from '#platform/wiring/provide-all';
import { StorageModule } from '#platform/storage/storage.module';
import { SupabaseModule } from '#platform/supabase/supabase.module';
import { AutopilotModule } from '#automation/autopilot/autopilot.module';
import { PrivacyModule } from '#automation/privacy/privacy.module';
import { AgentsModule } from '#automation/agents/agents.module';
import { KeptBrand } from '#automation/workflows/branding/kept-brand';
import { KeptAudience } from '#automation/workflows/execution/audience/kept-audience';
import { MailWordsOfCampaign } from '#automation/workflows/execution/channels/mail-words';
import { ForgottenAddresses } from '#automation/workflows/consent/forgotten-addresses';
import { LeadConsent } from '#automation/workflows/consent/lead-consent';
import { SuppressedAddresses } from '#automation/workflows/consent/suppressed-addresses';
import { LeadMailHistory } from '#automation/workflows/history/lead-mail-history';
import { ContentPublishKind } from '#automation/schedules/kinds/content-publish.kind';
import { EmailSequenceKind } from '#automation/schedules/kinds/email-sequence.kind';
import { LeadNurtureKind } from '#automation/schedules/kinds/lead-nurture.kind';
import { SocialPostKind } from '#automation/schedules/kinds/social-post.kind';
import { CampaignMonitoringKind } from '#automation/schedules/monitoring/campaign-monitoring.kind';
import { SchedulesModule } from '#automation/schedules/schedules.module';
import { ScheduledEntryKind } from '#automation/workflows/entries/scheduled-entry.kind';
import { UntestedSeries } from '#automation/workflows/experiments/untested-series';
import { ConnectedOutlets } from '#automation/workflows/outlets/connected-outlets';
import { FlowsModule } from '#automation/workflows/flows.module';
import { SequenceLeadBook } from '#automation/workflows/sequences/sequence-lead-book';
import { WorkflowsModule } from '#automation/workflows/workflows.module';
import { CampaignWords } from '#domains/campaigns/approvals/campaign-words';
import { AudienceCheck } from '#domains/campaigns/audiences/audience-check';
import { SeriesCheck } from '#domains/campaigns/schedule/series-check';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { RecipientConsent } from '#domains/email/delivery/recipient-consent';
import { SequenceLeads } from '#domains/email/sequences/sequence-leads';
import { EmailModule } from '#domains/email/email.module';
import { AddressStanding } from '#domains/leads/form-mails/address-standing';
import { ForgottenLeads } from '#domains/leads/removal/forgotten-leads';
import { LeadHistory } from '#domains/leads/timeline/lead-history';
import { LeadsModule } from '#domains/leads/leads.module';
import { KeywordDataModule } from '#platform/keyword-data/keyword-data.module';
import { KeywordResearchModule } from '#domains/keyword-research/keyword-research.module';
import { BrandModule } from '#domains/brand/brand.module';
import { PublishingModule } from '#platform/publishing/publishing.module';
import { McpClientModule } from '#platform/mcp-client/mcp-client.module';
import { WebModule } from '#platform/web/web.module';
import { OwnerBrand } from '#domains/proposals/documents/owner-brand';
import { ProposalsModule } from '#domains/proposals/proposals.module';
import { ContentModule } from '#domains/content/content.module';
import { AnalyticsModule } from '#domains/analytics/analytics.module';
import { ConnectionsModule } from '#domains/integrations/connections.module';
import { PostOutlets } from '#domains/social/publishing/post-outlets';
import { SocialModule } from '#domains/social/social.module';
import { ResearchModule } from '#domains/research/research.module';
import { KnowledgeModule } from '#domains/knowledge/knowledge.module';
import { WebhooksModule } from '#domains/integrations/webhooks/webhooks.module';
import { SupportModule } from '#domains/support/support.module';
import { DeadAddresses } from '#domains/support/mail/dead-addresses';
import { DraftsModule } from '#automation/support/drafts.module';
import { SuppressedForDesk } from '#automation/support/suppressed-for-desk';
import { AiVideoModule } from '#domains/ai-video/ai-video.module';
import { UsersModule } from '#domains/users/users.module';
import { HealthModule } from '#domains/health/health.module';

const PLATFORM = [
  LoggingModule,
  DatabaseModule,
  AccountsModule,
  AuthModule,
  JobsModule,
  ClockModule,
  RetentionModule,
  EventsModule,
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
  ConnectionsModule,
  ResearchModule,
  KnowledgeModule,
  WebhooksModule,
  SupportModule,
  AiVideoModule,
  UsersModule,
  HealthModule,
];
const AUTOMATION = [
  WorkflowsModule,
  SchedulesModule,
  AgentsModule,
  FlowsModule,
  DraftsModule,
  AutopilotModule,
  PrivacyModule,
];

/** What can be scheduled, and the job of each. To add one, write its class and name it here. */
const KINDS: readonly Type<ScheduleKind>[] = [
  EmailSequenceKind,
  SocialPostKind,
  ContentPublishKind,
  CampaignMonitoringKind,
  LeadNurtureKind,
  ScheduledEntryKind,
];

@Module({})
class PortsModule {}

/** What rooms below have declared and rooms above implement. */
const PORTS: DynamicModule = {
  module: PortsModule,
  global: true,
  imports: [WorkflowsModule, SecretsModule, DraftsModule],
  providers: [
    { provide: RecipientConsent, useExisting: LeadConsent },
    { provide: AudienceCheck, useExisting: KeptAudience },
    { provide: SeriesCheck, useExisting: UntestedSeries },
    { provide: CampaignWords, useExisting: MailWordsOfCampaign },
    { provide: OwnerBrand, useExisting: KeptBrand },
    { provide: AddressStanding, useExisting: SuppressedAddresses },
    { provide: DeadAddresses, useExisting: SuppressedForDesk },
    { provide: ForgottenLeads, useExisting: ForgottenAddresses },
    { provide: LeadHistory, useExisting: LeadMailHistory },
    { provide: UserAiKeys, useExisting: VaultAiKeys },
    { provide: SequenceLeads, useExisting: SequenceLeadBook },
    { provide: PostOutlets, useExisting: ConnectedOutlets },
    ...provideAll(SCHEDULE_KINDS, KINDS),
  ],
  exports: [
    RecipientConsent,
    AudienceCheck,
    SeriesCheck,
    CampaignWords,
    OwnerBrand,
    AddressStanding,
    DeadAddresses,
    ForgottenLeads,
    LeadHistory,
    UserAiKeys,
    SequenceLeads,
    PostOutlets,
    SCHEDULE_KINDS,
  ],
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
