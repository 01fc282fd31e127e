import type { MailingReport } from '../email.dto.js';

/** Something that stands out in how a mailing was received. */
export class MailInsight {
  type!: 'warning' | 'success';
  /** @example 'open_rate' */
  metric!: string;
  /** @example 'Only 9.5 % open it' */
  message!: string;
  recommendation!: string;
}

/** 30 % for opening and 70 % for clicking, of what was delivered: 0 to 100, two decimals. */
export function engagementScore({
  delivered,
  opened,
  clicked,
}: Pick<MailingReport, 'delivered'> & { readonly opened: number; readonly clicked: number }): number {
  if (delivered === 0) return 0;
  return Math.round((0.3 * (opened / delivered) + 0.7 * (clicked / delivered)) * 10_000) / 100;
}

/** What the numbers of a mailing say; nothing before anything was delivered, and where readers are not known. */
export function insightsOf(
  report: Pick<MailingReport, 'delivered' | 'opened' | 'clicked'> & {
    readonly rates: Pick<MailingReport['rates'], 'open' | 'click'>;
  },
): MailInsight[] {
  const { delivered, opened, clicked } = report;
  const { open, click } = report.rates;
  if (delivered === 0 || opened === null || clicked === null || open === null || click === null) return [];
  const score = engagementScore({ delivered, opened, clicked });
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

function warning(metric: string, message: string, recommendation: string): MailInsight {
  return { type: 'warning', metric, message, recommendation };
}

function success(metric: string, message: string, recommendation: string): MailInsight {
  return { type: 'success', metric, message, recommendation };
}
