import { Injectable } from '@nestjs/common';
import type { CustomField } from '../fields/custom-value.js';
import type { Lead } from '../lead.answers.dto.js';
import { ActivityRepository, type NewActivity } from '../timeline/activity.repository.js';
import type { ProviderOutcome } from './enrichment.dto.js';
import { EnrichmentRepository } from './enrichment.repository.js';
import { insightFields, type LeadInsights } from './providers/insights.js';
import { type InsightSource, planInsights, planWrite, type WritePlan } from './write-plan.js';

/** Writes what providers have said into a lead, and notes it with the lead. */
@Injectable()
export class EnrichmentWriter {
  constructor(
    private readonly findings: EnrichmentRepository,
    private readonly activities: ActivityRepository,
  ) {}

  /**
   * One provider after the other, each in its own name; the outcomes are told what was written and what was not. Belongs into
   * the transaction that holds the lead.
   */
  async writeAll(
    ownerId: string,
    held: Lead,
    { outcomes, custom }: { outcomes: readonly ProviderOutcome[]; custom: readonly CustomField[] },
  ): Promise<{ lead: Lead; results: ProviderOutcome[] }> {
    let lead = held;
    const results: ProviderOutcome[] = [];
    const events: NewActivity[] = [];
    for (const outcome of outcomes) {
      const { provider, fields, status } = outcome;
      const at = outcome.fetched_at ?? new Date().toISOString();
      const plan = outcome.ai
        ? planInsights(lead, fields, { source: 'ai_analysis', at })
        : planWrite(lead, { provider, fields, at }, custom);
      const source = `provider:${provider}`;
      if (plan.written.length > 0) lead = (await this.findings.write(ownerId, lead.id, plan, source)) ?? lead;
      results.push({ ...outcome, written: [...plan.written], kept: [...plan.kept] });
      if (status === 'done' || plan.written.length > 0)
        events.push({ leadId: lead.id, type: 'enriched', source, data: eventOf(outcome, plan) });
    }
    await this.activities.note(ownerId, events);
    return { lead, results };
  }

  /** Writes insights that an agent has come to. Belongs into the transaction that holds the lead. */
  async writeInsights(
    ownerId: string,
    lead: Lead,
    insights: LeadInsights,
    source: InsightSource,
  ): Promise<void> {
    const fields = insightFields(insights);
    const plan = planInsights(lead, fields, { source, at: new Date().toISOString() });
    if (plan.written.length > 0) await this.findings.write(ownerId, lead.id, plan, 'agent');
    const data = { fields: fields.map(({ field }) => field) };
    await this.activities.note(ownerId, [{ leadId: lead.id, type: 'enriched', source: 'agent', data }]);
  }
}

function eventOf(
  { provider, cost_micros }: ProviderOutcome,
  { written, kept }: WritePlan,
): Record<string, unknown> {
  return { provider, fields: written, kept, cost_micros };
}
