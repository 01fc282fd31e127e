import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignSpend } from '#domains/campaigns/spend/spend.service';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CampaignPerformance } from '#domains/campaigns/performance/performance.service';
import { BrandVoice } from '../../brand/brand-voice.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { Optimised } from '../content/copy.forms.js';
import * as forms from './campaign.forms.js';
import { OPTIMISE_CAMPAIGN, VARY_CAMPAIGN } from './campaign.prompts.js';
import { copyOf, mailOf } from './campaign-rules.js';

/** Proposes other words for campaigns. */
@Injectable()
export class CampaignWriter {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly performance: CampaignPerformance,
    private readonly spend: CampaignSpend,
    private readonly brand: BrandVoice,
  ) {}

  async optimise(run: AgentRun, campaignId: string): Promise<z.input<typeof forms.OptimiseOutput>> {
    const campaign = await this.campaigns.get(run.userId, campaignId);
    const voice = await this.brand.of(run);
    const { value: optimizations, ai } = await run.ask({
      prompt: OPTIMISE_CAMPAIGN,
      about: { brand: voice.text },
      parts: [{ kind: 'untrusted', source: 'campaign', text: copyOf(campaign) }],
      shape: { name: 'optimised_campaign', type: Optimised },
      offline: () => optimisedByRule(campaign),
      temperature: 0.5,
    });
    const at = new Date();
    await run.change(
      { key: 'keep the proposal', risk: 'draft', says: `Keep a proposal for ${campaign.name} beside it` },
      async () => {
        await this.performance.keepOptimisation(run.userId, campaignId, { optimizations, at });
        await this.spend.recordAi(run.userId, campaignId, run.id, run.provenance().cost_usd ?? 0);
      },
    );
    const provenance = run.provenance({ brandVersion: voice.version, sources: [sourceOf(campaign)] });
    return {
      campaign_id: campaignId,
      optimizations,
      status: 'optimized',
      ai,
      estimated: true,
      provenance,
      timestamp: at.toISOString(),
    };
  }

  async vary(
    run: AgentRun,
    { campaign_id, test_element, count }: z.output<typeof forms.VariantsInput>,
  ): Promise<z.input<typeof forms.VariantsOutput>> {
    const campaign = await this.campaigns.get(run.userId, campaign_id);
    const voice = await this.brand.of(run);
    const { value, ai } = await run.ask({
      prompt: VARY_CAMPAIGN,
      about: { brand: voice.text },
      parts: [
        { kind: 'text', text: `Variants wanted: ${count}` },
        { kind: 'untrusted', source: 'element', text: test_element },
        { kind: 'untrusted', source: 'campaign', text: copyOf(campaign) },
      ],
      shape: { name: 'campaign_variants', type: forms.Variants },
      offline: () => variantsByRule(campaign, count),
    });
    await run.change({ key: 'count the cost', risk: 'read' }, () =>
      this.spend.recordAi(run.userId, campaign_id, run.id, run.provenance().cost_usd ?? 0),
    );
    const original = mailOf(campaign).subject;
    const written = value.variants.slice(0, count);
    const variants = [{ text: original, tries: 'as it is' }, ...written].map((variant, at) => ({
      id: `variant_${at + 1}`,
      name: at === 0 ? 'Original' : `Variant ${at}`,
      ...variant,
    }));
    const winner = written.find(({ text }) => text === value.predicted_winner) ?? written[0];
    const predicted_winner = winner?.text ?? original;
    return {
      ab_test: {
        campaign_id,
        test_element,
        variants,
        original_content: original,
        ai_predictions: { predicted_winner, reason: value.reason },
        created_at: new Date().toISOString(),
        status: 'ready',
      },
      variants_count: variants.length,
      predicted_winner,
      ai,
      provenance: run.provenance({ brandVersion: voice.version, sources: [sourceOf(campaign)] }),
    };
  }
}

function sourceOf({ id, name }: Campaign) {
  return { kind: 'record' as const, ref: id, title: name, offset: null };
}

/** Proposals by rules alone; the rates are what such mail usually reaches. */
function optimisedByRule(campaign: Campaign): Optimised {
  const { subject, body } = mailOf(campaign);
  const short = subject.length > 50 ? `${subject.slice(0, 49).trimEnd()}…` : subject;
  return {
    optimized_subject: short,
    optimized_content: body === '' ? (campaign.description ?? campaign.name) : body,
    a_b_test_variants: [short, `${campaign.name}: what is in it for you`],
    performance_predictions: { open_rate_estimate: '18-25%', click_rate_estimate: '3-5%' },
    recommendations: [
      'Keep the subject line under 50 characters.',
      'Lead with the benefit and ask for one thing only.',
      'Send a variant to a tenth of the audience first.',
    ],
  };
}

function variantsByRule(campaign: Campaign, count: number): z.output<typeof forms.Variants> {
  const { subject } = mailOf(campaign);
  const ideas = [
    { text: `Only this week: ${subject}`, tries: 'urgency' },
    { text: `${subject}: what you gain`, tries: 'benefit' },
    { text: `Have you seen this? ${subject}`, tries: 'curiosity' },
    { text: `For you: ${subject}`, tries: 'personal tone' },
    { text: `${subject}, step by step`, tries: 'feature' },
  ];
  const variants = ideas.slice(0, count);
  return {
    variants,
    predicted_winner: variants[0]?.text ?? subject,
    reason: 'No model was asked: the first is only the first to try.',
  };
}
