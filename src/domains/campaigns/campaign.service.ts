import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { changedColumns, newRow } from './campaign-row.repository.js';
import { type CampaignStatus, mayBecome } from './campaign-state.js';
import type { Campaign } from './campaign.answers.dto.js';
import type { CampaignChanges, CampaignQuery, NewCampaign } from './campaign.dto.js';
import { CampaignNotFound, CampaignRunning, DatesReversed, IllegalTransition } from './campaign.errors.js';
import { CampaignRepository, type ExecutionLog } from './campaign.repository.js';

/** What must not change under a campaign that is being sent. */
const FIXED_WHILE_RUNNING = [
  'content',
  'audience',
  'settings',
  'channels',
  'channel',
  'type',
  'start_date',
] as const;

@Injectable()
export class CampaignService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignRepository,
  ) {}

  async create(ownerId: string, campaign: NewCampaign): Promise<Campaign> {
    const [created] = await this.createAll(ownerId, [campaign]);
    return created as Campaign;
  }

  /** Makes all of them, or none. */
  createAll(ownerId: string, campaigns: readonly NewCampaign[]): Promise<Campaign[]> {
    for (const campaign of campaigns) refuseReversedDates(campaign);
    return this.campaigns.add(campaigns.map((campaign) => newRow(ownerId, campaign)));
  }

  list(ownerId: string, query: CampaignQuery): Promise<Page<Campaign>> {
    return this.campaigns.list(ownerId, query);
  }

  async get(ownerId: string, id: string): Promise<Campaign> {
    return found(isUuid(id) ? await this.campaigns.find(ownerId, id) : undefined, id);
  }

  /** The named campaigns in their order; refused when one of them is not the owner's. */
  async many(ownerId: string, ids: readonly string[]): Promise<Campaign[]> {
    const strange = ids.find((id) => !isUuid(id));
    if (strange !== undefined) throw new CampaignNotFound(strange);
    const byId = new Map(
      (await this.campaigns.many(ownerId, ids)).map((campaign) => [campaign.id, campaign]),
    );
    return ids.map((id) => found(byId.get(id), id));
  }

  /** Changes what is given; a running campaign keeps its content, audience and channels. */
  change(ownerId: string, id: string, changes: CampaignChanges): Promise<Campaign> {
    return this.database.transaction(async () => {
      const old = await this.hold(ownerId, id);
      const running = old.status === 'active' || old.status === 'paused';
      if (running && FIXED_WHILE_RUNNING.some((field) => changes[field] !== undefined))
        throw new CampaignRunning();
      refuseReversedDates({
        start_date: changes.start_date ?? old.start_date,
        end_date: changes.end_date ?? old.end_date,
      });
      return found(await this.campaigns.change(ownerId, id, changedColumns(changes, old)), id);
    });
  }

  async remove(ownerId: string, id: string): Promise<void> {
    if (!isUuid(id) || !(await this.campaigns.remove(ownerId, id))) throw new CampaignNotFound(id);
  }

  /** Holds the campaign for the running transaction. */
  async hold(ownerId: string, id: string): Promise<Campaign> {
    return found(isUuid(id) ? await this.campaigns.hold(ownerId, id) : undefined, id);
  }

  /** Moves a held campaign; an illegal step is refused and changes nothing. */
  async move(campaign: Campaign, to: CampaignStatus, log: ExecutionLog): Promise<void> {
    if (!mayBecome(campaign.status, to)) throw new IllegalTransition(campaign.status, PARTICIPLE[log.action]);
    await this.campaigns.move(campaign.created_by, campaign.id, to);
    await this.campaigns.log(campaign.created_by, campaign.id, log);
  }
}

const PARTICIPLE: Record<ExecutionLog['action'], string> = {
  launch: 'launched',
  pause: 'paused',
  resume: 'resumed',
  stop: 'stopped',
  complete: 'completed',
};

function found(campaign: Campaign | undefined, id: string): Campaign {
  if (!campaign) throw new CampaignNotFound(id);
  return campaign;
}

function refuseReversedDates(dates: { start_date?: string | null; end_date?: string | null }): void {
  const { start_date: start, end_date: end } = dates;
  if (start && end && new Date(start) > new Date(end)) throw new DatesReversed();
}
