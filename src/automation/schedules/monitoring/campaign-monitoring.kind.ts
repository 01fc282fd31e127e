import { IsISO8601, IsOptional, IsString, IsUUID } from 'class-validator';
import { MailAddress } from '#domains/email/mail-address.decorator';
import { ScheduleKind } from '#platform/clock/schedules/schedule-kind';
import { defineJob } from '#platform/jobs/job';

export class MonitorCampaign {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  campaignId!: string;

  @IsOptional()
  @MailAddress()
  notify?: string;

  @IsString()
  jobId!: string;

  @IsISO8601()
  dueAt!: string;
}

/** A campaign is to be held against its targets. */
export const MonitorCampaignJob = defineJob('schedules.monitor-campaign', MonitorCampaign, {
  tenant: 'ownerId',
});

export class CampaignMonitoringKind extends ScheduleKind {
  readonly name = 'campaign_monitoring';
  readonly job = MonitorCampaignJob;
}

export class TellAlert {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  alertId!: string;

  @IsOptional()
  @MailAddress()
  notify?: string;
}

/** The owner of a campaign is to be told that it stays behind. */
export const TellAlertJob = defineJob('schedules.tell-alert', TellAlert, {
  tenant: 'ownerId',
  retryLimit: 5,
});
