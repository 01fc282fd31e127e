import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { MailSumsService } from '#domains/email/sums/mail-sums.service';
import type { DayValue, MetricDefinition, Readings } from './metric.js';
import { MetricSource } from './metric-source.js';
import { percent } from './percent.js';

/** Mail by when it was sent; rates are of what was delivered of mailings that count their readers, as in the reports of mailings. */
@Injectable()
export class MailMetrics extends MetricSource {
  readonly metrics: readonly MetricDefinition[] = [
    {
      name: 'emails_sent',
      label: 'E-mails sent',
      type: 'email',
      unit: 'count',
      better: 'neither',
      days: 'every',
    },
    {
      name: 'email_open_rate',
      label: 'E-mail open rate',
      type: 'email',
      unit: 'percent',
      better: 'higher',
      days: 'some',
    },
    {
      name: 'email_click_rate',
      label: 'E-mail click rate',
      type: 'email',
      unit: 'percent',
      better: 'higher',
      days: 'some',
    },
  ];

  constructor(private readonly mail: MailSumsService) {
    super();
  }

  async measure(ownerId: string, period: Period): Promise<Readings> {
    const sums = await this.mail.of(ownerId, period);
    return {
      emails_sent: { value: sums.sent },
      email_open_rate: { value: percent(sums.opened, sums.watched), of: sums.watched },
      email_click_rate: { value: percent(sums.clicked, sums.watched), of: sums.watched },
    };
  }

  async daily(ownerId: string, period: Period) {
    const days = await this.mail.daily(ownerId, period);
    const rates = (part: 'opened' | 'clicked'): DayValue[] =>
      days.flatMap((sums) => {
        const value = percent(sums[part], sums.watched);
        return value === null ? [] : [{ day: sums.day, value }];
      });
    return {
      emails_sent: days.map(({ day, sent }) => ({ day, value: sent })),
      email_open_rate: rates('opened'),
      email_click_rate: rates('clicked'),
    };
  }
}
