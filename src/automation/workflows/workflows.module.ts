import { Module } from '@nestjs/common';
import { BrandModule } from '#domains/brand/brand.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { ContentModule } from '#domains/content/content.module';
import { EmailModule } from '#domains/email/email.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { ConnectionsModule } from '#domains/integrations/connections.module';
import { SocialModule } from '#domains/social/social.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { KeptBrand } from './branding/kept-brand.js';
import { ErasedAddressesModule } from '#automation/privacy/persons/erased-addresses.module';
import { ForgottenAddresses } from './consent/forgotten-addresses.js';
import { LeadConsent } from './consent/lead-consent.js';
import { SuppressedAddresses } from './consent/suppressed-addresses.js';
import { EXECUTION, EXECUTION_CONTROLLERS } from './execution/execution.parts.js';
import { UntestedSeries } from './experiments/untested-series.js';
import { KeptAudience } from './execution/audience/kept-audience.js';
import { MailWordsOfCampaign } from './execution/channels/mail-words.js';
import { CampaignExecutor } from './execution/campaign-executor.service.js';
import { TRUST, TRUST_CONTROLLERS } from './inquiry/trust.parts.js';
import { LeadMailHistory } from './history/lead-mail-history.js';
import { ReaderEventsClock } from './history/reader-events.clock.js';
import { EmailCampaignController } from './mailings/email-campaign.controller.js';
import { EmailCampaigns } from './mailings/email-campaign.service.js';
import { ConnectedOutlets } from './outlets/connected-outlets.js';
import { TellReaderEventsHandler } from './history/tell-reader-events.handler.js';
import { SequenceLeadBook } from './sequences/sequence-lead-book.js';

/** Stories that pass through several domains: carrying a campaign out, and what one room must know of another. */
@Module({
  imports: [
    BrandModule,
    ErasedAddressesModule,
    CampaignsModule,
    ConnectionsModule,
    ContentModule,
    EmailModule,
    LeadsModule,
    SocialModule,
    ClockModule,
    JobsModule,
  ],
  controllers: [...EXECUTION_CONTROLLERS, ...TRUST_CONTROLLERS, EmailCampaignController],
  providers: [
    ...EXECUTION,
    EmailCampaigns,
    ForgottenAddresses,
    LeadConsent,
    SuppressedAddresses,
    LeadMailHistory,
    KeptBrand,
    UntestedSeries,
    ReaderEventsClock,
    SequenceLeadBook,
    ConnectedOutlets,
    TellReaderEventsHandler,
    ...TRUST,
  ],
  exports: [
    CampaignExecutor,
    KeptAudience,
    UntestedSeries,
    MailWordsOfCampaign,
    ForgottenAddresses,
    LeadConsent,
    SuppressedAddresses,
    LeadMailHistory,
    KeptBrand,
    SequenceLeadBook,
    ConnectedOutlets,
  ],
})
export class WorkflowsModule {}
