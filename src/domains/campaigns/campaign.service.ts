import { Injectable } from '@nestjs/common';
import { given } from '#kernel/given';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { changedColumns, newRow } from './campaign-row.repository.js';
import { type CampaignStatus, isFrozen, mayBecome, seriesOf } from './campaign-state.js';
import type { Campaign } from './campaign.answers.dto.js';
import type { CampaignChanges, NewCampaign } from './campaign.dto.js';
import {
  CampaignArchived,
  CampaignNameTaken,
  CampaignNotFound,
  CampaignRunning,
  IllegalTransition,
} from './campaign.errors.js';
import type { CampaignQuery } from './campaign-list.dto.js';
import { CampaignRepository } from './campaign.repository.js';
import { CampaignFacts } from './campaign-facts.js';
import { HistoryRepository } from './history/history.repository.js';
import { PARTICIPLE, type Step } from './history/step.js';
import { Budgets } from './spend/budgets.service.js';
import { type CampaignPlan, planOf } from './plan/campaign-plan.js';

/** What must not change once a campaign is launched. */
const FROZEN = [
  'content',
  'audience',
  'settings',
  'channels',
  'channel',
  'type',
  'start_date',
  'schedule',
] as const;
const COPIES_TRIED = 3;
const LONGEST_NAME = 200;

@Injectable()
export class CampaignService {
  constructor(
    private readonly database: Database,
    private readonly campaigns: CampaignRepository,
    private readonly facts: CampaignFacts,
    private readonly history: HistoryRepository,
    private readonly budgets: Budgets,
  ) {}

  async create(ownerId: string, campaign: NewCampaign): Promise<Campaign> {
    await this.facts.refuse(ownerId, campaign, campaign);
    const [created] = await this.campaigns.add([newRow(ownerId, campaign)]);
    return created as Campaign;
  }

  /** Makes all of them, or none; then the error says what is wrong with which. */
  async createAll(ownerId: string, campaigns: readonly NewCampaign[]): Promise<Campaign[]> {
    await this.facts.refuseAll(ownerId, campaigns);
    return this.campaigns.add(campaigns.map((campaign) => newRow(ownerId, campaign)));
  }

  list(ownerId: string, query: CampaignQuery): Promise<Page<Campaign>> {
    return this.campaigns.list(ownerId, query);
  }

  async get(ownerId: string, id: string): Promise<Campaign> {
    return found(isUuid(id) ? await this.campaigns.find(ownerId, id) : undefined, id);
  }

  /** Those of the named campaigns that are the owner's. */
  some(ownerId: string, ids: readonly string[]): Promise<Campaign[]> {
    return this.campaigns.many(ownerId, ids.filter(isUuid));
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

  /** Changes what is given; a launched campaign keeps what it says, to whom and when, and an archived one everything. */
  change(ownerId: string, id: string, changes: CampaignChanges): Promise<Campaign> {
    return this.database.transaction(async () => {
      const old = await this.hold(ownerId, id);
      if (old.status === 'archived') throw new CampaignArchived();
      if (isFrozen(old.status) && FROZEN.some((field) => changes[field] !== undefined))
        throw new CampaignRunning();
      await this.facts.refuse(ownerId, changes, {
        start_date: given(changes.start_date, changes.schedule === undefined ? old.start_date : null),
        end_date: given(changes.end_date, old.end_date),
        schedule: changes.schedule,
      });
      await this.facts.refuseSeries(ownerId, id, changes.schedule ?? null);
      const changed = found(await this.campaigns.change(ownerId, id, changedColumns(changes, old)), id);
      await this.budgets.tell(changed);
      return changed;
    });
  }

  /** A draft with all parts of a campaign that has spent and reached nothing yet; without a name, its own with ` (Copy)` behind it. Joins the running transaction. */
  async duplicate(ownerId: string, id: string, name?: string): Promise<Campaign> {
    const { name: original } = await this.get(ownerId, id);
    const copy = (called: string) =>
      this.database.savepoint(async () => found(await this.campaigns.copy(ownerId, id, called), id));
    if (name !== undefined) return copy(name);
    for (let tried = 1; ; tried++) {
      try {
        return await copy(await this.freeName(ownerId, original));
      } catch (error) {
        // Somebody else has just taken the name.
        if (!(error instanceof CampaignNameTaken) || tried >= COPIES_TRIED) throw error;
      }
    }
  }

  async remove(ownerId: string, id: string): Promise<void> {
    const payers = await this.payers(ownerId, id);
    if (!(await this.campaigns.remove(ownerId, id))) throw new CampaignNotFound(id);
    for (const payer of payers) if (payer.id !== id) await this.budgets.settle(payer);
  }

  /** Holds the campaign for the running transaction. */
  async hold(ownerId: string, id: string): Promise<Campaign> {
    return found(isUuid(id) ? await this.campaigns.hold(ownerId, id) : undefined, id);
  }

  /** Whose budgets bear what the campaign costs: its own, and that of the series it is a run of. */
  async payers(ownerId: string, id: string): Promise<Campaign[]> {
    const campaign = await this.get(ownerId, id);
    const seriesId = seriesOf(campaign);
    return [campaign, ...(seriesId === undefined ? [] : await this.campaigns.many(ownerId, [seriesId]))];
  }

  /** The same, held: the series before its run, as they are when both are paused. */
  async holdPayers(ownerId: string, id: string): Promise<Campaign[]> {
    const held: Campaign[] = [];
    for (const payer of (await this.payers(ownerId, id)).toReversed())
      held.unshift(await this.hold(ownerId, payer.id));
    return held;
  }

  /** Moves a held campaign and notes who did it and why; an illegal step is refused and changes nothing. */
  async move(campaign: Campaign, to: CampaignStatus, step: Step): Promise<void> {
    if (!mayBecome(campaign.status, to))
      throw new IllegalTransition(campaign.status, PARTICIPLE[step.action]);
    await this.campaigns.move(campaign.created_by, campaign.id, to);
    await this.note(campaign, step, to);
  }

  /** Notes what was done to a campaign that stays where it is, or that goes `to`. */
  note(campaign: Campaign, step: Step, to: CampaignStatus = campaign.status): Promise<void> {
    return this.history.add(campaign, step, to);
  }

  /** Freezes what a launch plans, and answers it; what was frozen before stays. Throws what keeps it from coming again. */
  async freeze(campaign: Campaign): Promise<CampaignPlan> {
    const plan = planOf(campaign);
    if (campaign.plan !== null) return plan;
    const { id, created_by: ownerId } = campaign;
    if (campaign.run_at === null) await this.facts.refuseSeries(ownerId, id, plan.schedule);
    await this.campaigns.keepPlan(ownerId, id, plan);
    return plan;
  }

  /** `Spring (Copy)`, or with the next number where there are copies already. */
  private async freeName(ownerId: string, original: string): Promise<string> {
    const named = (suffix: string) => original.slice(0, LONGEST_NAME - suffix.length) + suffix;
    const taken = new Set(await this.campaigns.namesLike(ownerId, original.slice(0, LONGEST_NAME - 12)));
    for (let number = 1; ; number++) {
      const name = named(number === 1 ? ' (Copy)' : ` (Copy ${number})`);
      if (!taken.has(name)) return name;
    }
  }
}

function found(campaign: Campaign | undefined, id: string): Campaign {
  if (!campaign) throw new CampaignNotFound(id);
  return campaign;
}
