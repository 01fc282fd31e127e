import type { MailingReport } from '#domains/email/email.dto';
import type { z } from 'zod';
import type { MetricsOutput } from './email.forms.js';

type Insight = z.input<typeof MetricsOutput>['insights'][number];

/** 30 % for opening and 70 % for clicking, of what was delivered: 0 to 100, two decimals. */
export function engagementScore({
  delivered,
  opened,
  clicked,
}: Pick<MailingReport, 'delivered' | 'opened' | 'clicked'>): number {
  if (delivered === 0) return 0;
  return Math.round((0.3 * (opened / delivered) + 0.7 * (clicked / delivered)) * 10_000) / 100;
}

/** What the numbers of a mailing say; nothing before anything was delivered. */
export function insightsOf(
  report: Pick<MailingReport, 'delivered' | 'opened' | 'clicked' | 'rates'>,
): Insight[] {
  if (report.delivered === 0) return [];
  const { open, click } = report.rates;
  const score = engagementScore(report);
  return [
    ...(open < 15
      ? [
          warning(
            'open_rate',
            `Only ${open} % open it`,
            'Try other subject lines, and a sender name that readers know.',
          ),
        ]
      : []),
    ...(open > 25
      ? [success('open_rate', `${open} % open it`, 'Use subject lines of this kind again.')]
      : []),
    ...(click < 2
      ? [warning('click_rate', `Only ${click} % click`, 'Ask for one thing only, and say what it brings.')]
      : []),
    ...(score > 15
      ? [
          success(
            'engagement_score',
            `Engagement is high (${score})`,
            'Send more of this to the same readers.',
          ),
        ]
      : []),
  ];
}

function warning(metric: string, message: string, recommendation: string): Insight {
  return { type: 'warning', metric, message, recommendation };
}

function success(metric: string, message: string, recommendation: string): Insight {
  return { type: 'success', metric, message, recommendation };
}
