import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { readMailSettings } from '#domains/email/mail-settings';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { Jobs } from '#platform/jobs/jobs';
import { type AskedCampaign, AskedCampaigns } from '../inquiry/asked-campaign.service.js';
import { AudienceWalk, type Reached, type WalkedMailing, type WalkedPart } from './audience-walk.js';
import type { AudienceEstimate } from './estimate.dto.js';
import { EstimateFinished, EstimateNotFound } from './estimate.errors.js';
import { EstimateAudienceJob } from './estimate.jobs.js';
import { EstimateRepository, type KeptEstimate } from './estimate.repository.js';
import { NOTHING_COUNTED, scaled } from './tally.js';
import { type Reach, reachOf } from './reach.js';

/** Leads that are counted while somebody waits. */
const AT_ONCE = 5_000;

/** How many a campaign would reach: asked before it is launched, and whenever somebody wants to know. */
@Injectable()
export class Estimates {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignService,
    private readonly asked: AskedCampaigns,
    private readonly walk: AudienceWalk,
    private readonly estimates: EstimateRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Counts at once what can be, and has the rest of a large audience counted in the background. */
  async request(ownerId: string, campaignId: string): Promise<AudienceEstimate> {
    const { campaign, mail, audience } = await this.asked.get(ownerId, campaignId);
    const mailing = { audience, settings: mail.settings };
    const part = await this.countedAtOnce(ownerId, mailing);
    const key = { ownerId, campaignId: campaign.id, attempt: newId() };
    return this.database.transaction(async () => {
      const kept = await this.estimates.put(key, mailing, part);
      if (!part.isOver) await this.jobs.send(EstimateAudienceJob, key);
      return told(kept);
    });
  }

  /** The newest of a campaign. */
  async get(ownerId: string, campaignId: string): Promise<AudienceEstimate> {
    return told(await this.kept(ownerId, campaignId));
  }

  async cancel(ownerId: string, campaignId: string): Promise<AudienceEstimate> {
    const { status } = await this.kept(ownerId, campaignId);
    if (!(await this.estimates.cancel(ownerId, campaignId))) throw new EstimateFinished(status);
    return this.get(ownerId, campaignId);
  }

  /**
   * Whom a campaign reaches, whatever mails they had: counted now where that can be done at once, else by its completed estimate,
   * where it has one.
   */
  async reach(ownerId: string, { campaign, mail, audience }: AskedCampaign): Promise<Reach | undefined> {
    const { frequency_cap: _, ...settings } = mail.settings;
    const part = await this.countedAtOnce(ownerId, { audience, settings });
    const cap = readMailSettings(mail.settings).frequencyCap;
    if (part.isOver) {
      const { audience: meant, judged, skipped } = part.tally;
      const cohorts = await this.walk.cohorts(ownerId, part.reached, cap);
      return { audience: meant, judged, skipped, cohorts, countedAt: new Date().toISOString() };
    }
    const kept = await this.estimates.find(ownerId, campaign.id);
    if (kept?.status !== 'completed') return undefined;
    return reachOf(scaled(kept.tally), kept.finished_at ?? kept.created_at, cap);
  }

  private async countedAtOnce(
    ownerId: string,
    mailing: WalkedMailing,
  ): Promise<WalkedPart & { reached: Reached[] }> {
    let part: WalkedPart = { tally: NOTHING_COUNTED, cursor: null, isOver: false };
    const reached: Reached[] = [];
    while (!part.isOver && part.tally.audience < AT_ONCE) {
      const next = await this.walk.step(ownerId, mailing, part);
      reached.push(...next.reached);
      part = next;
    }
    return { ...part, reached };
  }

  private async kept(ownerId: string, campaignId: string): Promise<KeptEstimate> {
    const { id } = await this.campaigns.get(ownerId, campaignId);
    const kept = await this.estimates.find(ownerId, id);
    if (!kept) throw new EstimateNotFound();
    return kept;
  }
}

function told(kept: KeptEstimate): AudienceEstimate {
  const { audience, judged, mailable, skipped } = scaled(kept.tally);
  return {
    campaign_id: kept.campaign_id,
    status: kept.status,
    estimated: judged < audience,
    audience,
    judged,
    mailable,
    skipped: audience - mailable,
    skipped_by_reason: { ...skipped },
    error: kept.error,
    created_at: kept.created_at,
    finished_at: kept.finished_at,
  };
}
