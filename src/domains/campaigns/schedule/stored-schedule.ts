import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldIssue } from '#kernel/errors';
import { issuesOf } from '#platform/http/validation';
import { scheduleProblems } from './campaign-schedule.js';
import { CampaignSchedule } from './campaign-schedule.dto.js';

const CHECKS = { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true };

/** What is wrong with the schedule of a row, which front ends write past the application. */
export function storedScheduleProblems(stored: unknown, now: Date): FieldIssue[] {
  if (stored === null) return [];
  if (typeof stored !== 'object' || Array.isArray(stored))
    return [{ path: 'schedule', message: 'schedule must be an object' }];
  const issues = issuesOf(validateSync(plainToInstance(CampaignSchedule, stored), CHECKS), 'schedule');
  // As it stands, for as such it is followed.
  return issues.length > 0 ? issues : scheduleProblems(stored as CampaignSchedule, now);
}
