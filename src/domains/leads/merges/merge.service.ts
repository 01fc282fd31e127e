import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import type { PageQuery } from '#platform/http/page-query';
import { qualityOf } from '../hygiene/address-findings.js';
import type { Lead } from '../lead.answers.dto.js';
import { LeadNotFound } from '../lead.errors.js';
import { Withdrawals } from '../consents/withdrawals.js';
import { LeadService } from '../lead.service.js';
import { RestoredKeyTaken } from '../removal/removal.errors.js';
import { RemovedLeadRepository } from '../removal/removed-lead.repository.js';
import { ActivityRepository } from '../timeline/activity.repository.js';
import type { LeadMerge, MergeDone, MergeLeads, MergePreview, MergeUndone } from './merge.dto.js';
import {
  MergeAlreadyUndone,
  MergeChoiceInvalid,
  MergedLeadGone,
  MergeNotFound,
  MergeNotLatest,
  MergeOfItself,
} from './merge.errors.js';
import { isMergedField, type MergePlan, planMerge } from './merge-plan.js';
import { MergeRepository } from './merge.repository.js';
import { undoingOf } from './merge-undoing.js';

/** Leads that are one person become one lead, and can be taken apart again. */
@Injectable()
export class MergeService {
  constructor(
    private readonly database: Database,
    private readonly merges: MergeRepository,
    private readonly leads: LeadService,
    private readonly removed: RemovedLeadRepository,
    private readonly activities: ActivityRepository,
    private readonly withdrawals: Withdrawals,
  ) {}

  /** What the merge would make of them; nothing changes. */
  preview(ownerId: string, wanted: MergeLeads): Promise<MergePreview> {
    return this.database.transaction(async () => {
      const { into, plan } = await this.planned(ownerId, wanted);
      return { lead: asItWillBe(into, plan), fields: plan.fields };
    });
  }

  /** The others leave the table before the one that stays takes their keys. */
  merge(ownerId: string, wanted: MergeLeads): Promise<MergeDone> {
    return this.database.transaction(async () => {
      const { into, others, plan } = await this.planned(ownerId, wanted);
      const ids = others.map(({ id }) => id);
      await this.withdrawals.tell(ownerId, others);
      await this.merges.takeOut(ownerId, ids, into.id);
      await this.merges.write(ownerId, into.id, plan.columns);
      const before = Object.fromEntries(
        Object.keys(plan.columns).map((name) => [name, into[name as keyof Lead]]),
      );
      const merge = { into_id: into.id, from_ids: ids, before, after: plan.columns };
      const merge_id = await this.merges.add(ownerId, merge);
      const lead = await this.leads.get(ownerId, into.id);
      await this.leads.tellWithdrawn(ownerId, lead, into.consent);
      const names = others.map(({ id, name, email }) => ({ id, name, email }));
      await this.activities.note(ownerId, [
        { leadId: into.id, type: 'merged', source: 'person', data: { merge_id, leads: names } },
      ]);
      return { merge_id, lead, fields: plan.fields };
    });
  }

  list(ownerId: string, page: PageQuery): Promise<Page<LeadMerge>> {
    return this.merges.list(ownerId, page);
  }

  /** The leads that went are there again as they were; the one that stayed keeps what was changed since. */
  async undo(ownerId: string, mergeId: string): Promise<MergeUndone> {
    try {
      return await this.database.transaction(async () => {
        const merge = isUuid(mergeId) ? await this.merges.find(ownerId, mergeId) : undefined;
        if (!merge) throw new MergeNotFound();
        if (merge.undone_at !== null) throw new MergeAlreadyUndone();
        const [into] = await this.merges.held(ownerId, [merge.into_id]);
        if (!into) throw new MergedLeadGone();
        if (await this.merges.hasLater(ownerId, merge)) throw new MergeNotLatest();
        await this.merges.write(ownerId, into.id, undoingOf(into, merge.before, merge.after));
        if (!(await this.removed.restore(ownerId, merge.from_ids))) throw new MergedLeadGone();
        await this.merges.markUndone(ownerId, mergeId);
        await this.activities.note(ownerId, [
          { leadId: into.id, type: 'merge_undone', source: 'person', data: { merge_id: mergeId } },
        ]);
        return { lead: await this.leads.get(ownerId, into.id), restored_ids: merge.from_ids };
      });
    } catch (error) {
      throw breaksUnique(error, 'leads_address') || breaksUnique(error, 'leads_external_id')
        ? new RestoredKeyTaken()
        : error;
    }
  }

  private async planned(ownerId: string, { into: intoId, from, choose }: MergeLeads) {
    const ids = [intoId, ...from].map((id) => id.toLowerCase());
    if (new Set(ids).size < ids.length) throw new MergeOfItself();
    const held = await this.merges.held(ownerId, ids);
    const into = held.find(({ id }) => id === ids[0]);
    if (!into || held.length < ids.length) throw new LeadNotFound();
    const chosen = choicesOf(choose, ids);
    const others = held.filter((lead) => lead !== into);
    return { into, others, plan: planMerge(into, others, chosen) };
  }
}

/** By field the lead whose value is taken; refused where it is none of these or the field is none. */
function choicesOf(choose: Record<string, unknown>, ids: readonly string[]): Record<string, string> {
  const choices = Object.entries(choose).map(([field, id]): [string, string] => {
    const chosen = typeof id === 'string' ? id.toLowerCase() : '';
    if (!ids.includes(chosen) || !isMergedField(field)) throw new MergeChoiceInvalid(field);
    return [field, chosen];
  });
  return Object.fromEntries(choices);
}

function asItWillBe(into: Lead, { columns }: MergePlan): Lead {
  const lead = { ...into, ...columns };
  const name = [lead.first_name, lead.last_name].filter(Boolean).join(' ') || null;
  const email_quality = lead.email === null ? null : qualityOf(lead.email_issues);
  return { ...lead, name, full_name: name, email_quality, company_name: lead.company };
}
