import { Injectable } from '@nestjs/common';
import { type BestHour, bestHourOf } from './best-hour.js';
import { type MailDay, MailDaysRepository } from './mail-days.repository.js';

/** A rate of the mail of one campaign on one day, in per cent. */
export interface MailRate {
  readonly type: 'open_rate' | 'click_rate' | 'unsubscribe_rate' | 'bounce_rate';
  readonly value: number;
  readonly day: string;
  /** Of how many mails. */
  readonly weight: number;
}

/** How the mail of campaigns was received. */
@Injectable()
export class MailPerformance {
  constructor(private readonly mailDays: MailDaysRepository) {}

  /** The hour at which mail of this owner is opened most, told from chance where there is enough of it. */
  async bestHour(ownerId: string): Promise<BestHour> {
    return bestHourOf(await this.mailDays.byHour(ownerId));
  }

  /** Counts by campaign and day of sending, oldest first; nothing for days without mail. */
  days(ownerId: string, campaignIds: readonly string[], since: string): Promise<MailDay[]> {
    return this.mailDays.since(ownerId, campaignIds, since);
  }

  /** Rates by campaign and day of sending, oldest first; nothing for days without mail. */
  async rates(
    ownerId: string,
    campaignIds: readonly string[],
    since: string,
  ): Promise<Map<string, MailRate[]>> {
    const rates = new Map<string, MailRate[]>(campaignIds.map((id) => [id, []]));
    for (const day of await this.mailDays.since(ownerId, campaignIds, since))
      rates.get(day.campaign_id)?.push(...ratesOf(day));
    return rates;
  }
}

function ratesOf({ day, sent, bounced, watched, opened, clicked, unsubscribed }: MailDay): MailRate[] {
  const delivered = sent - bounced;
  const rate = (type: MailRate['type'], part: number, whole: number): MailRate[] =>
    whole > 0 ? [{ type, value: (part / whole) * 100, day, weight: whole }] : [];
  return [
    ...rate('open_rate', opened, watched),
    ...rate('click_rate', clicked, watched),
    ...rate('unsubscribe_rate', unsubscribed, delivered),
    ...rate('bounce_rate', bounced, sent),
  ];
}
