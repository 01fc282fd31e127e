import { Injectable } from '@nestjs/common';
import { Ai } from '#platform/ai/ai';
import { Candidates } from '#platform/ai/routing/candidates';
import type { Lead } from '../../lead.answers.dto.js';
import type { EnrichmentProvider, EnrichmentQuestion, Finding } from '../enrichment-provider.js';
import { asMaterial, insightFields, LeadInsights } from './insights.js';
import { ENRICH_LEAD } from './insights.prompt.js';

/** What a language model makes of the record: how to speak to the lead, never a fact about it. */
@Injectable()
export class InsightsProvider implements EnrichmentProvider {
  readonly name = 'ai';
  readonly does = 'Reads the record and suggests talking points and an approach; it adds no facts.';
  readonly gives = [
    'ai_insights',
    'talking_points',
    'recommended_approach',
    'pain_points',
    'value_propositions',
  ];
  readonly costMicros = null;
  readonly isModel = true;

  constructor(
    private readonly ai: Ai,
    private readonly candidates: Candidates,
  ) {}

  async missing(ownerId: string): Promise<string | null> {
    const keys = await this.candidates.keysFor(ownerId);
    return keys.size > 0 ? null : 'OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY or MISTRAL_API_KEY';
  }

  /** Another record, or another prompt, is another question. */
  wordsFor(lead: Lead): string {
    return `${ENRICH_LEAD.promptVersion} ${lead.id} ${asMaterial(lead)}`;
  }

  async ask({ ownerId, lead, signal }: EnrichmentQuestion): Promise<Finding> {
    const { value, costMicros } = await this.ai.answer(
      {
        userId: ownerId,
        feature: 'leads.enrich',
        instructions: ENRICH_LEAD.instructions(),
        promptVersion: ENRICH_LEAD.promptVersion,
        messages: [{ role: 'user', parts: [{ kind: 'untrusted', source: 'lead', text: asMaterial(lead) }] }],
        temperature: 0.6,
        maxTokens: 1_500,
        signal,
      },
      { name: 'lead_insights', type: LeadInsights },
    );
    return { fields: insightFields(value), costMicros: costMicros ?? 0, isLasting: true };
  }
}
