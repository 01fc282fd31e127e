import { Injectable } from '@nestjs/common';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { type Performance, performanceOf } from '#domains/campaigns/performance/metric-score';
import { CampaignPerformance } from '#domains/campaigns/performance/performance.service';
import { MailPerformance } from '#domains/email/performance/mail-performance.service';
import type { AgentRun } from '../../runs/agent-run.js';
import { recommendationsFor } from './campaign-rules.js';

/** A campaign, how it does, and what to do about it by rules. */
export interface JudgedCampaign extends Pick<Campaign, 'id' | 'name'> {
  readonly performance: Performance;
  readonly recommendations: string[];
}

/** Scores campaigns by everything that was measured of them: what was recorded for them, and how their mail was received. */
@Injectable()
export class CampaignJudge {
  constructor(
    private readonly recorded: CampaignPerformance,
    private readonly mail: MailPerformance,
  ) {}

  /** By the last so many days, as one step of a run; in their order. */
  judge(
    run: AgentRun,
    campaigns: readonly Pick<Campaign, 'id' | 'name'>[],
    days: number,
  ): Promise<JudgedCampaign[]> {
    const ids = campaigns.map(({ id }) => id);
    return run.step({ key: 'judge campaigns', input: { campaigns: ids.length, days } }, async () => {
      const performances = await this.performances(run.userId, ids, days);
      return campaigns.map(({ id, name }) => {
        const performance = performances.get(id) ?? performanceOf([]);
        return { id, name, performance, recommendations: recommendationsFor(performance.score) };
      });
    });
  }

  /** Of the last so many days, by campaign. */
  async performances(
    userId: string,
    campaignIds: readonly string[],
    days: number,
  ): Promise<Map<string, Performance>> {
    const since = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    const [recorded, mailed] = await Promise.all([
      this.recorded.readings(userId, campaignIds, since),
      this.mail.rates(userId, campaignIds, since),
    ]);
    return new Map(
      campaignIds.map((id) => [id, performanceOf([...(recorded.get(id) ?? []), ...(mailed.get(id) ?? [])])]),
    );
  }
}
