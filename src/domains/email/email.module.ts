import { Module } from '@nestjs/common';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { ClaimRepository } from './delivery/claim.repository.js';
import { DeliverMailHandler } from './delivery/deliver-mail.handler.js';
import { GateRepository } from './delivery/gate.repository.js';
import { Gates } from './delivery/gates.js';
import { Ledger } from './delivery/ledger.js';
import { MailRest } from './delivery/mail-rest.js';
import { MailWriter } from './delivery/mail-writer.js';
import { Pace } from './delivery/pace.js';
import { Postman } from './delivery/postman.js';
import { SettleRepository } from './delivery/settle.repository.js';
import { Upkeep } from './delivery/upkeep.js';
import { UpkeepRepository } from './delivery/upkeep.repository.js';
import { EmailClock } from './email.clock.js';
import { EmailDeliveryService } from './email-delivery.service.js';
import { EmailReportController } from './email-report.controller.js';
import { MailingRepository } from './mailing.repository.js';
import { MessageRepository } from './message.repository.js';
import { MailDaysRepository } from './performance/mail-days.repository.js';
import { MailPerformance } from './performance/mail-performance.service.js';
import { MailSumsRepository } from './sums/mail-sums.repository.js';
import { MailSumsService } from './sums/mail-sums.service.js';
import { SuppressionController } from './suppressions/suppression.controller.js';
import { SuppressionRepository } from './suppressions/suppression.repository.js';
import { SuppressionService } from './suppressions/suppression.service.js';
import { EmailTemplateController } from './templates/email-template.controller.js';
import { EmailTemplateRepository } from './templates/email-template.repository.js';
import { EmailTemplateService } from './templates/email-template.service.js';
import { MailLinks } from './tracking/mail-links.js';
import { TrackingController } from './tracking/tracking.controller.js';
import { TrackingRepository } from './tracking/tracking.repository.js';
import { TrackingService } from './tracking/tracking.service.js';

const DELIVERY = [
  ClaimRepository,
  GateRepository,
  Gates,
  SettleRepository,
  UpkeepRepository,
  Ledger,
  MailRest,
  Pace,
  MailWriter,
  Postman,
  Upkeep,
  DeliverMailHandler,
  EmailClock,
];

/** Mailings: what is written to whom, delivered at most once, and what readers make of it. */
@Module({
  imports: [ChannelsModule, ClockModule, JobsModule],
  controllers: [EmailReportController, EmailTemplateController, SuppressionController, TrackingController],
  providers: [
    ...DELIVERY,
    MailingRepository,
    MessageRepository,
    EmailDeliveryService,
    EmailTemplateRepository,
    EmailTemplateService,
    SuppressionRepository,
    SuppressionService,
    MailDaysRepository,
    MailPerformance,
    MailSumsService,
    MailSumsRepository,
    MailLinks,
    TrackingRepository,
    TrackingService,
  ],
  exports: [EmailDeliveryService, EmailTemplateService, MailPerformance, MailSumsService, SuppressionService],
})
export class EmailModule {}
