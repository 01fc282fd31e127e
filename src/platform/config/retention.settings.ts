import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';
import { integer } from './settings.transforms.js';

const Days = () => applyDecorators(Transform(integer), IsInt(), Min(0), Max(36_500));

/** The settings of how many days records are kept; 0 for ever. */
export class RetentionSettings {
  @Days()
  readonly AI_USAGE_RETENTION_DAYS: number = 400;

  @Days()
  readonly AGENT_RUN_RETENTION_DAYS: number = 400;

  @Days()
  readonly SECRET_AUDIT_RETENTION_DAYS: number = 400;

  @Days()
  readonly LEAD_REMOVED_RETENTION_DAYS: number = 30;

  @Days()
  readonly SCRAPE_RETENTION_DAYS: number = 400;

  @Days()
  readonly SCHEDULE_RETENTION_DAYS: number = 90;

  @Days()
  readonly WEBHOOK_RETENTION_DAYS: number = 30;

  @Days()
  readonly WORKFLOW_RETENTION_DAYS: number = 400;

  @Days()
  readonly SUPPORT_TICKET_RETENTION_DAYS: number = 0;
}
