import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { MailingNotFound } from '../email.errors.js';
import { MailingRepository } from '../mailing.repository.js';
import { whyReadersUnknown } from '../privacy/tracking.js';
import { compared, pointsOf, ratesOf } from './campaign-figures.js';
import type { CampaignMetrics, EmailAnalytics, EmailCampaign } from './campaign-figures.dto.js';
import { CampaignFiguresRepository } from './campaign-figures.repository.js';
import { engagementScore, insightsOf } from './mail-insights.js';
import { beginOf, type TimeRange } from './time-range.js';

const SOME_UNKNOWN =
  'Some mailings count without the person, or not at all: their mail is left out of the rates of readers.';

/** How mail was received, in figures. What machines did is counted apart. */
@Injectable()
export class CampaignFigures {
  constructor(
    private readonly mailings: MailingRepository,
    private readonly figures: CampaignFiguresRepository,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<EmailCampaign>> {
    return this.figures.list(ownerId, page);
  }

  /** Of the mail that a campaign has sent in the time range; the comparison is of whole mailings. */
  async metrics(ownerId: string, campaignId: string, time_range: TimeRange): Promise<CampaignMetrics> {
    const mailing = isUuid(campaignId) ? await this.mailings.find(ownerId, campaignId) : undefined;
    if (!mailing) throw new MailingNotFound(campaignId);
    const now = new Date();
    const since = beginOf(time_range, now);
    const [own, whole, former, hours, machine_activity] = await Promise.all([
      this.figures.ofMailing(ownerId, mailing.id, since),
      this.figures.ofMailing(ownerId, mailing.id, null),
      this.figures.before(ownerId, mailing.id),
      this.figures.hours(ownerId, mailing.id, since),
      this.figures.machines(ownerId, campaignId, since),
    ]);
    const rates = ratesOf(own);
    const readers_unknown = whyReadersUnknown(mailing.tracking);
    const known = (figure: number) => (readers_unknown === null ? figure : null);
    return {
      campaign_id: mailing.campaignId,
      time_range,
      total_sent: own.sent,
      total_delivered: own.delivered,
      total_opened: known(own.opened),
      total_clicked: known(own.clicked),
      readers_unknown,
      anonymous_opens: mailing.anonymous?.opens ?? 0,
      anonymous_clicks: mailing.anonymous?.clicks ?? 0,
      total_bounced: own.bounced,
      total_unsubscribed: own.unsubscribed,
      machine_activity,
      delivery_rate: rates.delivery,
      open_rate: known(rates.open),
      click_rate: known(rates.click),
      bounce_rate: rates.bounce,
      unsubscribe_rate: rates.unsubscribe,
      engagement_score: known(engagementScore(own)),
      trends: pointsOf(hours),
      insights: readers_unknown === null ? insightsOf({ ...own, rates }) : [],
      comparison: readers_unknown === null ? compared(whole, former) : compared(whole, []),
      last_updated: now.toISOString(),
    };
  }

  /** Of all mail that an owner has sent in the time range. */
  async analytics(ownerId: string, time_range: TimeRange): Promise<EmailAnalytics> {
    const now = new Date();
    const since = beginOf(time_range, now);
    const [own, hours] = await Promise.all([
      this.figures.ofOwner(ownerId, since),
      this.figures.hours(ownerId, null, since),
    ]);
    const { sent: totalSent, watched, ...counts } = own;
    const rates = ratesOf(own);
    // What nobody could be seen to open says nothing of how much is opened.
    const read = { ...own, delivered: watched, rates: ratesOf({ ...own, delivered: watched }) };
    const readersOf = (rate: number) => (watched === 0 && own.delivered > 0 ? null : share(rate));
    return {
      time_range,
      totalSent,
      ...counts,
      openRate: readersOf(read.rates.open),
      clickRate: readersOf(read.rates.click),
      readers_unknown: watched < own.delivered ? SOME_UNKNOWN : null,
      bounceRate: share(rates.bounce),
      insights: insightsOf(read).map(({ metric: impact, ...insight }) => ({
        ...insight,
        impact,
      })),
      trends: pointsOf(hours),
      last_updated: now.toISOString(),
    };
  }
}

function share(percent: number): number {
  return Math.round(percent * 100) / 10_000;
}
