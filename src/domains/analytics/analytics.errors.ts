import { defineError } from '#kernel/errors';

export const ReportNotFound = defineError('analytics/report-not-found', 'not-found', () => {
  return 'There is no such report.';
});
