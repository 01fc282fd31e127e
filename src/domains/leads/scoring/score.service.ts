import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { gradeOf } from '../filters/grade.js';
import { LeadNotFound } from '../lead.errors.js';
import { LeadService } from '../lead.service.js';
import { explained } from './explained.js';
import type { LeadScore, ScoreChange, ScoredLeads } from './score.dto.js';
import { RulesInForce } from './rules-in-force.js';
import { type HistoryRow, ScoreRepository } from './score.repository.js';
import { ScoreRunService } from './score-run.service.js';

/** Scores of leads: why they are what they are, what they were, and who may change them. */
@Injectable()
export class ScoreService {
  constructor(
    private readonly database: Database,
    private readonly leads: LeadService,
    private readonly rules: RulesInForce,
    private readonly scores: ScoreRepository,
    private readonly runs: ScoreRunService,
  ) {}

  /** The score with the reasons for it that there are at this moment. */
  async explain(ownerId: string, leadId: string): Promise<LeadScore> {
    const lead = await this.leads.get(ownerId, leadId);
    const rules = await this.rules.inForce(ownerId);
    const findings = await this.scores.findings(ownerId, rules.groups, lead.id);
    return explained(lead, rules, findings);
  }

  async history(
    ownerId: string,
    leadId: string,
    page: { limit: number; cursor?: string | undefined },
  ): Promise<Page<ScoreChange>> {
    const { id } = await this.leads.get(ownerId, leadId);
    const { items, nextCursor } = await this.scores.history(ownerId, id, page);
    return { items: items.map(toChange), nextCursor };
  }

  /** A person sets the score: no rule, import or agent changes it until it is released. */
  async set(ownerId: string, leadId: string, score: number): Promise<LeadScore> {
    const lead = await this.leads.get(ownerId, leadId);
    await this.scores.set(ownerId, lead.id, score);
    return this.explain(ownerId, leadId);
  }

  /** Gives the score back to the rules, which set it at once. */
  async release(ownerId: string, leadId: string): Promise<LeadScore> {
    const lead = await this.leads.get(ownerId, leadId);
    await this.database.transaction(async () => {
      await this.scores.release(ownerId, lead.id);
      await this.scores.score(ownerId, await this.rules.inForce(ownerId), [lead.id]);
    });
    return this.explain(ownerId, leadId);
  }

  /** Scores the named leads at once, or all of them in the background. */
  async score(ownerId: string, leadIds: readonly string[] | undefined): Promise<ScoredLeads> {
    const updated_at = new Date().toISOString();
    if (leadIds === undefined)
      return { scored_count: 0, updated_at, scores: [], run: await this.runs.start(ownerId) };
    const ids = [...new Set(leadIds.map((id) => id.toLowerCase()))];
    const rules = await this.rules.inForce(ownerId);
    const rows = await this.database.transaction(async () => {
      const scored = await this.scores.score(ownerId, rules, ids);
      if (scored.length < ids.length) throw new LeadNotFound();
      return scored;
    });
    const byId = new Map(rows.map((row) => [row.id, row]));
    const scores = ids
      .flatMap((id) => byId.get(id) ?? [])
      .map(({ id, before, score, held }) => ({
        lead_id: id,
        old_score: before,
        score,
        grade: gradeOf(score),
        held,
      }));
    return { scored_count: scores.filter(({ held }) => !held).length, updated_at, scores, run: null };
  }
}

function toChange({ id, occurred_at, activity_data, source }: HistoryRow): ScoreChange {
  const { from = 0, to = 0 } = activity_data;
  return { id, at: occurred_at, from, to, grade: gradeOf(to), source };
}
