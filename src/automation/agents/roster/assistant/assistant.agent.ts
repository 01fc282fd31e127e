import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Campaign } from '#domains/campaigns/campaign.answers.dto';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { citationsOf, passageParts } from '#domains/knowledge/search/citations';
import { KnowledgeService } from '#domains/knowledge/search/knowledge.service';
import type { KnowledgePassage } from '#domains/knowledge/search/search.dto';
import { ReportService } from '#domains/leads/reports/report.service';
import type { AiPart } from '#platform/ai/ai-request';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import * as forms from './assistant.forms.js';
import { ANSWER_QUESTION, DAILY_FOCUS } from './assistant.prompts.js';
import { AssistantLookUps } from './assistant-look-ups.js';
import { PerformanceExplainer } from './performance-explainer.js';
import { answerByRule, focusByRule, priorityItems } from './focus-rules.js';

const CAMPAIGNS_READ = 100;
const CAMPAIGNS_SHOWN = 5;
const FOCUS_PASSAGES = 3;
const QUESTION_PASSAGES = 5;
const ACTIONS_AT_MOST = 4;

/** Answers questions about the owner's marketing and says what matters today, from their data and documents. */
@Injectable()
export class AssistantAgent extends BaseAgent {
  readonly id = 'assistant';
  override readonly aliases = ['daily_focus', 'ai_assistant'];
  readonly name = 'Assistant';
  readonly does = 'Says what matters today and answers questions from your campaigns, leads and documents.';

  readonly tasks = {
    daily_focus: defineTask({
      does: 'Says what matters today, with the actions to take.',
      risk: 'read',
      input: forms.FocusInput,
      output: forms.FocusOutput,
      work: (run, input) => this.focus(run, input),
    }),
    general_query: defineTask({
      does: 'Answers a question from your own data and documents, with its sources.',
      risk: 'read',
      input: forms.QuestionInput,
      output: forms.QuestionOutput,
      work: (run, input) => this.answer(run, input),
    }),
    explain_performance: defineTask({
      does: 'Scores campaigns against what is usual and says what to do about them.',
      risk: 'read',
      input: forms.PerformanceInput,
      output: forms.PerformanceOutput,
      work: (run, input) => this.performance.explain(run, input.campaign_ids),
    }),
  };

  constructor(
    private readonly campaigns: CampaignService,
    private readonly leads: ReportService,
    private readonly knowledge: KnowledgeService,
    private readonly lookUps: AssistantLookUps,
    private readonly performance: PerformanceExplainer,
  ) {
    super();
  }

  private async focus(
    run: AgentRun,
    { query, context, date }: z.output<typeof forms.FocusInput>,
  ): Promise<z.input<typeof forms.FocusOutput>> {
    const campaigns = await this.all(run);
    const leads = await run.step({ key: 'count leads' }, () => this.leads.overview(run.userId));
    const passages = await this.passages(run, query, FOCUS_PASSAGES);
    const { value, ai } = await run.ask({
      prompt: DAILY_FOCUS,
      about: { date: date ?? today(), passages: passages.length > 0 },
      parts: [
        { kind: 'untrusted', source: 'campaigns', text: factsOf(campaigns.slice(0, CAMPAIGNS_SHOWN)) },
        { kind: 'text', text: `Campaigns in all: ${campaigns.length}. Leads: ${JSON.stringify(leads)}` },
        ...asked(query, context),
        ...passageParts(passages),
      ],
      shape: { name: 'daily_focus', type: forms.Focus },
      offline: () => focusByRule(campaigns, leads),
    });
    const { focus_summary, business_impact, recommended_actions } = value;
    const texts = [focus_summary, business_impact, ...recommended_actions];
    const [summary = '', impact = '', ...actions] = texts.map((text) => citationsOf(text, passages).text);
    return {
      focus_summary: summary,
      business_impact: impact,
      recommended_actions: actions,
      title: 'Your Marketing Focus for Today',
      campaign_count: campaigns.length,
      active_campaign_count: campaigns.filter(({ status }) => status === 'active').length,
      priority_items: priorityItems(campaigns),
      knowledge_sources: citationsOf(texts.join('\n'), passages).citations,
      ai,
      timestamp: new Date().toISOString(),
    };
  }

  private async answer(
    run: AgentRun,
    { query, context }: z.output<typeof forms.QuestionInput>,
  ): Promise<z.input<typeof forms.QuestionOutput>> {
    const campaigns = await this.all(run);
    const passages = await this.passages(run, query, QUESTION_PASSAGES);
    const rules = answerByRule(query, campaigns);
    const { value, ai } = await run.converse({
      prompt: ANSWER_QUESTION,
      about: { date: today(), passages: passages.length > 0 },
      parts: [...asked(query, context), ...passageParts(passages)],
      tools: this.lookUps.of(run.userId),
      offline: () => rules.explanation,
    });
    const { text, citations } = citationsOf(value, passages);
    const actions = text.split('\n').flatMap((line) => /^\s*[-*•]\s+(.+)$/.exec(line)?.[1]?.trim() ?? []);
    return {
      title: 'AI Assistant Response',
      explanation: text,
      business_impact: rules.impact,
      recommended_actions: ai && actions.length > 0 ? actions.slice(0, ACTIONS_AT_MOST) : rules.actions,
      campaigns_analyzed: campaigns.length,
      knowledge_sources: citations,
      ai,
      timestamp: new Date().toISOString(),
    };
  }

  /** The newest, with what rules and prompts need of them. */
  private all(run: AgentRun) {
    return run.step({ key: 'list campaigns' }, async () => {
      const { items } = await this.campaigns.list(run.userId, { limit: CAMPAIGNS_READ });
      return items.map(
        ({ id, name, type, status, budget_allocated, start_date, end_date, primary_objective }) => {
          return { id, name, type, status, budget_allocated, start_date, end_date, primary_objective };
        },
      );
    });
  }

  private passages(run: AgentRun, question: string, limit: number): Promise<KnowledgePassage[]> {
    const query = question.trim() === '' ? 'priorities and goals' : question;
    return run.step({ key: 'search documents', input: { query, limit } }, async () => {
      const [found, help] = await Promise.all([
        this.knowledge.search(run.userId, { query, limit, askedBy: this.id }),
        this.knowledge.platformHelp(run.userId, { query, askedBy: this.id }),
      ]);
      const known = new Set(found.map(({ chunk_id }) => chunk_id));
      return [...found, ...help.filter(({ chunk_id }) => !known.has(chunk_id))];
    });
  }
}

function factsOf(campaigns: readonly Partial<Campaign>[]): string {
  return campaigns.length === 0 ? 'There are none.' : JSON.stringify(campaigns, null, 1);
}

function asked(query: string, context: readonly unknown[]): AiPart[] {
  return [
    {
      kind: 'untrusted',
      source: 'question of the team',
      text: query.trim() === '' ? 'What should we focus on today?' : query,
    },
    ...(context.length === 0
      ? []
      : [{ kind: 'untrusted', source: 'context', text: JSON.stringify(context).slice(0, 10_000) } as const]),
  ];
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
