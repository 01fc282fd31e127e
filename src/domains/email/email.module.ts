import { Module } from '@nestjs/common';
import { AccountsModule } from '#platform/accounts/accounts.module';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { BREAKER } from './breaker/breaker.parts.js';
import { Breaker } from './breaker/breaker.service.js';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { StorageModule } from '#platform/storage/storage.module';
import { WebModule } from '#platform/web/web.module';
import { ClaimRepository } from './delivery/claim.repository.js';
import { DeliverMailHandler } from './delivery/deliver-mail.handler.js';
import { GateRepository } from './delivery/gate.repository.js';
import { Gates } from './delivery/gates.js';
import { Ledger } from './delivery/ledger.js';
import { MailWriter } from './delivery/mail-writer.js';
import { Pace } from './delivery/pace.js';
import { Postman } from './delivery/postman.js';
import { SettleRepository } from './delivery/settle.repository.js';
import { Upkeep } from './delivery/upkeep.js';
import { UpkeepRepository } from './delivery/upkeep.repository.js';
import { EmailClock } from './email.clock.js';
import { EmailDeliveryService } from './email-delivery.service.js';
import { EmailReportController } from './email-report.controller.js';
import { EXPERIMENTS } from './experiments/experiments.parts.js';
import { ExperimentService } from './experiments/experiment.service.js';
import { MailingDrafts } from './experiments/mailing-drafts.service.js';
import { INQUIRY } from './inquiry/inquiry.parts.js';
import { MailGates } from './inquiry/mail-gates.service.js';
import { MailPreviews } from './inquiry/mail-preview.service.js';
import { RecipientLogRepository } from './inquiry/recipient-log.repository.js';
import { SendingLimits } from './inquiry/sending-limits.js';
import { TestMails } from './inquiry/test-mail.service.js';
import { MailingRepository } from './mailing.repository.js';
import { MessageRepository } from './message.repository.js';
import { MailHistoryRepository } from './history/mail-history.repository.js';
import { MailFeed } from './history/mail-feed.repository.js';
import { MailHistory } from './history/mail-history.service.js';
import { MailDaysRepository } from './performance/mail-days.repository.js';
import { MailPerformance } from './performance/mail-performance.service.js';
import { MailSumsRepository } from './sums/mail-sums.repository.js';
import { MailSumsService } from './sums/mail-sums.service.js';
import { SENDING, SENDING_CONTROLLERS } from './sending.parts.js';
import { EnrolmentService } from './sequences/enrolments/enrolment.service.js';
import { SequenceExits } from './sequences/exits/sequence-exits.js';
import { SequenceService } from './sequences/sequence.service.js';
import { SEQUENCE_CONTROLLERS, SEQUENCES } from './sequences/sequences.parts.js';
import { SuppressionController } from './suppressions/suppression.controller.js';
import { SuppressionRepository } from './suppressions/suppression.repository.js';
import { SuppressionService } from './suppressions/suppression.service.js';
import { StandingMailings } from './standing/standing-mailings.service.js';
import { EmailTemplateService } from './templates/email-template.service.js';
import { MailLinks } from './tracking/mail-links.js';
import { TrackingController } from './tracking/tracking.controller.js';
import { TrackingRepository } from './tracking/tracking.repository.js';
import { TrackingService } from './tracking/tracking.service.js';
import { WRITING, WRITING_CONTROLLERS } from './writing/writing.parts.js';

const DELIVERY = [
  ClaimRepository,
  GateRepository,
  Gates,
  SettleRepository,
  UpkeepRepository,
  Ledger,
  Pace,
  MailWriter,
  Postman,
  Upkeep,
  DeliverMailHandler,
  EmailClock,
];

/** Mailings: what is written to whom, delivered at most once, and what readers make of it. */
@Module({
  imports: [
    AccountsModule,
    ChannelsModule,
    ClockModule,
    JobsModule,
    RetentionModule,
    SecretsModule,
    StorageModule,
    WebModule,
  ],
  controllers: [
    EmailReportController,
    ...WRITING_CONTROLLERS,
    SuppressionController,
    TrackingController,
    ...SENDING_CONTROLLERS,
    ...SEQUENCE_CONTROLLERS,
  ],
  providers: [
    ...DELIVERY,
    ...SENDING,
    ...BREAKER,
    ...EXPERIMENTS,
    ...INQUIRY,
    ...SEQUENCES,
    MailingRepository,
    MessageRepository,
    EmailDeliveryService,
    ...WRITING,
    SuppressionRepository,
    SuppressionService,
    MailFeed,
    MailHistory,
    MailHistoryRepository,
    MailDaysRepository,
    MailPerformance,
    MailSumsService,
    MailSumsRepository,
    MailLinks,
    TrackingRepository,
    TrackingService,
  ],
  exports: [
    Breaker,
    ExperimentService,
    MailGates,
    MailingDrafts,
    MailPreviews,
    RecipientLogRepository,
    SendingLimits,
    TestMails,
    EmailDeliveryService,
    EmailTemplateService,
    EnrolmentService,
    MailFeed,
    MailHistory,
    MailPerformance,
    MailSumsService,
    SequenceExits,
    SequenceService,
    StandingMailings,
    SuppressionService,
  ],
})
export class EmailModule {}
