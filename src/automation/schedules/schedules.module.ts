import { Module, type Type } from '@nestjs/common';
import { FlowsModule } from '#automation/workflows/flows.module';
import { CampaignsModule } from '#domains/campaigns/campaigns.module';
import { ContentModule } from '#domains/content/content.module';
import { EmailModule } from '#domains/email/email.module';
import { LeadsModule } from '#domains/leads/leads.module';
import { SocialModule } from '#domains/social/social.module';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { provideAll } from '#platform/wiring/provide-all';
import { SchedulableContent } from './kinds/content-publish.schedulable.js';
import { SchedulableSequence } from './kinds/email-sequence.schedulable.js';
import { EnterSequenceHandler } from './kinds/enter-sequence.handler.js';
import { SchedulableNurture } from './kinds/lead-nurture.schedulable.js';
import { NurtureLeadsHandler } from './kinds/nurture-leads.handler.js';
import { PublishContentHandler } from './kinds/publish-content.handler.js';
import { PublishPostHandler } from './kinds/publish-post.handler.js';
import { SchedulablePost } from './kinds/social-post.schedulable.js';
import { AlertController } from './monitoring/alert.controller.js';
import { AlertRepository } from './monitoring/alert.repository.js';
import { AlertService } from './monitoring/alert.service.js';
import { SchedulableMonitoring } from './monitoring/campaign-monitoring.schedulable.js';
import { MonitorCampaignHandler } from './monitoring/monitor-campaign.handler.js';
import { TellAlertHandler } from './monitoring/tell-alert.handler.js';
import { OwnSchedules } from './own-schedules.service.js';
import { SchedulesController } from './schedules.controller.js';
import { type Schedulable, SCHEDULABLES } from './schedulable.js';
import { ScheduleRetention } from './schedule-retention.js';

/** What users may schedule by the API. To add one, write its class and name it here. */
const SCHEDULABLE: readonly Type<Schedulable>[] = [
  SchedulablePost,
  SchedulableContent,
  SchedulableMonitoring,
  SchedulableSequence,
  SchedulableNurture,
];

const MONITORING = [AlertRepository, AlertService, MonitorCampaignHandler, TellAlertHandler];

/** What is done at times that users have set: which kinds there are, and what each of them does. */
@Module({
  imports: [
    CampaignsModule,
    ChannelsModule,
    ClockModule,
    ContentModule,
    EmailModule,
    FlowsModule,
    JobsModule,
    LeadsModule,
    RetentionModule,
    SocialModule,
  ],
  controllers: [SchedulesController, AlertController],
  providers: [
    ...provideAll(SCHEDULABLES, SCHEDULABLE),
    OwnSchedules,
    ScheduleRetention,
    PublishPostHandler,
    PublishContentHandler,
    EnterSequenceHandler,
    NurtureLeadsHandler,
    ...MONITORING,
  ],
})
export class SchedulesModule {}
