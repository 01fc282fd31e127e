import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AppError } from '#kernel/errors';
import { EnrichmentService } from '#domains/leads/enrichment/enrichment.service';
import { asMaterial, insightsByRule, LeadInsights } from '#domains/leads/enrichment/providers/insights';
import { ENRICH_LEAD } from '#domains/leads/enrichment/providers/insights.prompt';
import type { Lead } from '#domains/leads/lead.answers.dto';
import { fitJudgement } from '#domains/leads/qualification/judgements/fit-judgement';
import { JudgementService } from '#domains/leads/qualification/judgements/judgement.service';
import { reasonsAgainst } from '#domains/leads/qualification/lead-fit';
import { scoreLead } from '#domains/leads/qualification/lead-score';
import { QualificationService } from '#domains/leads/qualification/qualification.service';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import { BrandVoice } from '../../brand/brand-voice.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { sideBySide } from '#kernel/side-by-side';
import { WRITE_OUTREACH } from './lead.prompts.js';
import * as forms from './lead.forms.js';
import { OUTREACH, outreachByRule } from './lead-texts.js';

const SIDE_BY_SIDE = 4;

/** Judges leads: how well they fit, what is worth knowing about them, how to speak to them first. */
@Injectable()
export class LeadAgent extends BaseAgent {
  readonly id = 'lead_generation';
  override readonly aliases = ['lead', 'leads', 'lead_generator', 'lead_generation_agent'];
  readonly name = 'Lead Generation Agent';
  readonly does = 'Scores, enriches and qualifies leads, and writes the first message to one.';
  override readonly taskAliases = {
    create_outreach: 'generate_outreach_content',
    get_lead_analytics: 'analyze_lead_patterns',
    enrich_lead: 'enrich_leads',
  };

  readonly tasks = {
    score_leads: defineTask({
      does: 'Scores leads from 0 to 100 by size, industry, title and what is known of them, and says why.',
      risk: 'change',
      input: forms.ScoreInput,
      output: forms.ScoreOutput,
      work: (run, input) => this.score(run, input),
    }),
    enrich_leads: defineTask({
      does: 'Adds insights, talking points and a recommended approach to leads.',
      risk: 'change',
      input: forms.EnrichInput,
      output: forms.EnrichOutput,
      work: (run, input) => this.enrich(run, input),
    }),
    qualify_leads: defineTask({
      does: 'Moves new leads that fit the criteria to qualified and the others to lost, with the reasons.',
      risk: 'change',
      input: forms.QualifyInput,
      output: forms.QualifyOutput,
      work: (run, input) => this.qualify(run, input),
    }),
    generate_outreach_content: defineTask({
      does: 'Writes the first e-mail, LinkedIn message or phone script to one lead.',
      risk: 'read',
      input: forms.OutreachInput,
      output: forms.OutreachOutput,
      work: (run, input) => this.outreach(run, input),
    }),
    analyze_lead_patterns: defineTask({
      does: 'Counts what leads have in common: industries, company sizes, sources.',
      risk: 'read',
      input: forms.PatternsInput,
      output: forms.PatternsOutput,
      work: (run, input) => this.patterns(run, input),
    }),
  };

  constructor(
    private readonly leads: QualificationService,
    private readonly enrichment: EnrichmentService,
    private readonly judgements: JudgementService,
    private readonly brand: BrandVoice,
  ) {
    super();
  }

  private async score(
    run: AgentRun,
    { lead_ids, criteria, limit }: z.output<typeof forms.ScoreInput>,
  ): Promise<z.input<typeof forms.ScoreOutput>> {
    const leads = await this.chosen(run, lead_ids, limit);
    const scored = leads.map((lead) => ({ lead, ...scoreLead(lead, criteria) }));
    const scores = scored.map(({ lead, score }) => ({ id: lead.id, score }));
    await run.change(
      {
        key: 'record scores',
        risk: 'change',
        input: { leads: scores.length },
        says: `Write the new score of ${scores.length} leads`,
      },
      () => this.leads.recordScores(run.userId, scores),
    );
    return {
      scored_count: scored.length,
      criteria_used: criteria,
      scored_leads: scored.map(({ lead, score, factors }) => ({
        lead_id: lead.id,
        name: lead.name,
        old_score: lead.lead_score,
        score,
        factors: [...factors],
      })),
    };
  }

  private async enrich(
    run: AgentRun,
    { lead_ids, lead_id }: z.output<typeof forms.EnrichInput>,
  ): Promise<z.input<typeof forms.EnrichOutput>> {
    const leads = await this.chosen(run, lead_ids ?? (lead_id === undefined ? [] : [lead_id]), 0);
    let done = 0;
    const outcomes = await sideBySide(leads, SIDE_BY_SIDE, async (lead) => {
      const outcome = await this.enrichOne(run, lead);
      await run.progress((++done / leads.length) * 100, `Enriched ${done} of ${leads.length} leads`);
      return outcome;
    });
    const failed = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome] : []));
    const [first] = failed;
    if (first && failed.length === outcomes.length) throw first.error;
    return {
      enriched_count: outcomes.length - failed.length,
      failed_count: failed.length,
      total_processed: outcomes.length,
      ai: run.provenance().ai,
      enriched_leads: outcomes.flatMap((outcome) => ('error' in outcome ? [] : [outcome])),
      failures: failed.map(({ lead_id: id, error }) => ({
        lead_id: id,
        code: error.code,
        message: error.message,
      })),
    };
  }

  /** One lead that cannot be enriched does not hold up the others, but a budget that is spent does. */
  private async enrichOne(
    run: AgentRun,
    lead: Lead,
  ): Promise<{ lead_id: string; insights: LeadInsights } | { lead_id: string; error: AppError }> {
    try {
      const { value: insights, ai } = await run.ask({
        prompt: ENRICH_LEAD,
        key: lead.id,
        parts: [{ kind: 'untrusted', source: 'lead', text: asMaterial(lead) }],
        shape: { name: 'lead_insights', type: LeadInsights },
        offline: () => insightsByRule(lead),
        temperature: 0.6,
        maxTokens: 1_500,
      });
      const source = ai ? 'ai_analysis' : 'rules';
      await run.change(
        { key: `keep insights ${lead.id}`, risk: 'change', says: `Add insights to ${lead.name ?? 'a lead'}` },
        () => this.enrichment.keepInsights(run.userId, lead, insights, source),
      );
      return { lead_id: lead.id, insights };
    } catch (error) {
      if (!(error instanceof AppError) || error.kind === 'too-many' || run.signal.aborted) throw error;
      return { lead_id: lead.id, error };
    }
  }

  private async qualify(
    run: AgentRun,
    { lead_ids, criteria }: z.output<typeof forms.QualifyInput>,
  ): Promise<z.input<typeof forms.QualifyOutput>> {
    const leads = await this.chosen(run, lead_ids, 0);
    const fit = {
      minCompanySize: criteria.min_company_size,
      targetIndustries: criteria.target_industries,
      minLeadScore: criteria.min_lead_score,
    };
    const judged = leads.map((lead) => ({ lead, reasons: reasonsAgainst(lead, fit) }));
    const fitting = judged.filter(({ reasons }) => reasons.length === 0).map(({ lead }) => lead);
    const others = judged.filter(({ reasons }) => reasons.length > 0);
    const judgements = leads.map((lead) => fitJudgement(lead, fit));
    await run.change(
      {
        key: 'record statuses',
        risk: 'change',
        input: { qualified: fitting.length, lost: others.length },
        says: `Move ${fitting.length} leads to qualified and ${others.length} to lost`,
      },
      async () => (await this.judgements.record(run.userId, judgements)).length,
    );
    return {
      qualified_count: fitting.length,
      disqualified_count: others.length,
      qualified_leads: fitting.map(({ id, name, lead_score }) => ({ lead_id: id, name, lead_score })),
      disqualified_details: others.map(({ lead, reasons }) => ({ lead_id: lead.id, reasons })),
      criteria_used: criteria,
    };
  }

  private async outreach(
    run: AgentRun,
    { lead_id, outreach_type: type }: z.output<typeof forms.OutreachInput>,
  ): Promise<z.input<typeof forms.OutreachOutput>> {
    const [lead] = (await this.chosen(run, [lead_id], 0)) as [Lead];
    const voice = await this.brand.of(run);
    const { value, ai } = await run.ask({
      prompt: WRITE_OUTREACH,
      about: { type: forms.OUTREACH_WORDS[type], brand: voice.text },
      parts: [{ kind: 'untrusted', source: 'lead', text: asMaterial(lead) }],
      shape: { name: 'outreach', type: OUTREACH[type] },
      offline: () => outreachByRule(lead, type),
    });
    const { subject, content, personalization_points } = value;
    const known = lead.enriched_data?.['ai_insights'];
    return {
      outreach_content: {
        lead_id,
        outreach_type: type,
        subject: type === 'email' ? subject : null,
        content,
        ai_insights: Array.isArray(known) ? known.map(String) : [],
        created_at: new Date().toISOString(),
      },
      personalization_points: [...personalization_points],
      ai,
      provenance: run.provenance({
        sources: [{ kind: 'record', ref: lead.id, title: lead.name, offset: null }],
      }),
    };
  }

  private async patterns(
    run: AgentRun,
    { status }: z.output<typeof forms.PatternsInput>,
  ): Promise<z.input<typeof forms.PatternsOutput>> {
    const patterns = await run.step({ key: 'count leads', input: { status } }, () =>
      this.leads.patterns(run.userId, status),
    );
    return forms.patternsOutput(patterns);
  }

  /** The leads that are named, or the newest when none is. They are read anew when a run is gone on with. */
  private chosen(run: AgentRun, ids: readonly string[], newest: number): Promise<Lead[]> {
    if (ids.length > 0 || newest === 0) return this.leads.many(run.userId, ids);
    return this.leads.newest(run.userId, newest);
  }
}
