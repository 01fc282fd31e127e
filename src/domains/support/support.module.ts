import { Module } from '@nestjs/common';
import { AuthModule } from '#platform/auth/auth.module';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { EventsModule } from '#platform/events/events.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { StorageModule } from '#platform/storage/storage.module';
import { CannedAnswerController } from './canned-answers/canned-answer.controller.js';
import { CannedAnswerRepository } from './canned-answers/canned-answer.repository.js';
import { CannedAnswerService } from './canned-answers/canned-answer.service.js';
import { FieldController } from './fields/field.controller.js';
import { FieldRepository } from './fields/field.repository.js';
import { FieldService } from './fields/field.service.js';
import { GuestPageController } from './guests/guest-page.controller.js';
import { GuestController } from './guests/guest.controller.js';
import { GuestService } from './guests/guest.service.js';
import { AttachmentFiles } from './inbound/attachment-files.js';
import { InboundMails } from './inbound/inbound-mails.js';
import { InboundController } from './inbound/inbound.controller.js';
import { InboundRepository } from './inbound/inbound.repository.js';
import { MailReader } from './inbound/mail-reader.js';
import { InboundService } from './inbound/inbound.service.js';
import { DeskIdentity } from './mail/desk-identity.js';
import { SendSupportMailsHandler } from './mail/send-support-mails.handler.js';
import { SupportMailClock } from './mail/support-mail.clock.js';
import { SupportMailRepository } from './mail/support-mail.repository.js';
import { SupportMails } from './mail/support-mails.js';
import { Conversation } from './messages/conversation.js';
import { MessageController } from './messages/message.controller.js';
import { MessageRepository } from './messages/message.repository.js';
import { MessageService } from './messages/message.service.js';
import { ForgetSupportFilesHandler } from './removal/forget-files.handler.js';
import { RemovalRepository } from './removal/removal.repository.js';
import { RemovalService } from './removal/removal.service.js';
import { RuleActions } from './rules/rule-actions.js';
import { RuleClock } from './rules/rule.clock.js';
import { RuleController } from './rules/rule.controller.js';
import { RuleRepository } from './rules/rule.repository.js';
import { RuleService } from './rules/rule.service.js';
import { RunSupportRulesHandler } from './rules/run-rules.handler.js';
import { RunRepository } from './rules/run.repository.js';
import { BreachClock } from './sla/breach.clock.js';
import { DeskPlanRepository } from './sla/desk-plan.repository.js';
import { LateTicketRepository } from './sla/late-ticket.repository.js';
import { NoteBreachesHandler } from './sla/note-breaches.handler.js';
import { SlaController } from './sla/sla.controller.js';
import { SlaService } from './sla/sla.service.js';
import { SupportRetention } from './support-retention.js';
import { DeskAccess } from './tickets/desk-access.js';
import { EventRepository } from './tickets/event.repository.js';
import { IntakeService } from './tickets/intake.service.js';
import { TicketChanges } from './tickets/ticket-changes.js';
import { TicketEvents } from './tickets/ticket-events.js';
import { TicketController } from './tickets/ticket.controller.js';
import { TicketRepository } from './tickets/ticket.repository.js';
import { TicketService } from './tickets/ticket.service.js';

/** The support desk: what people ask the makers of the product, by form and by mail, and what these answer. */
@Module({
  imports: [
    AuthModule,
    ChannelsModule,
    ClockModule,
    EventsModule,
    JobsModule,
    RetentionModule,
    StorageModule,
  ],
  controllers: [
    TicketController,
    MessageController,
    GuestController,
    GuestPageController,
    CannedAnswerController,
    SlaController,
    FieldController,
    RuleController,
    InboundController,
  ],
  providers: [
    TicketService,
    TicketRepository,
    IntakeService,
    DeskAccess,
    EventRepository,
    TicketEvents,
    TicketChanges,
    FieldService,
    FieldRepository,
    Conversation,
    MessageService,
    MessageRepository,
    GuestService,
    CannedAnswerService,
    CannedAnswerRepository,
    SlaService,
    DeskPlanRepository,
    LateTicketRepository,
    BreachClock,
    NoteBreachesHandler,
    DeskIdentity,
    SupportMails,
    SupportMailRepository,
    SupportMailClock,
    SendSupportMailsHandler,
    InboundService,
    InboundMails,
    MailReader,
    InboundRepository,
    AttachmentFiles,
    RemovalService,
    RemovalRepository,
    ForgetSupportFilesHandler,
    RuleService,
    RuleRepository,
    RunRepository,
    RuleActions,
    RuleClock,
    RunSupportRulesHandler,
    SupportRetention,
  ],
  exports: [DeskAccess, MessageRepository, EventRepository],
})
export class SupportModule {}
