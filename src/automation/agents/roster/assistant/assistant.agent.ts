import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { citationsOf, passageParts } from '#domains/knowledge/search/citations';
import type { KnowledgePassage } from '#domains/knowledge/search/search.dto';
import type { AiPart } from '#platform/ai/ai-request';
import { askForShape, readShaped, schemaOf } from '#platform/ai/prompt/shaped-answer';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import { OpenClawRoute } from '../../openclaw/openclaw-route.js';
import type { AgentRun } from '../../runs/agent-run.js';
import * as forms from './assistant.forms.js';
import { ANSWER_FROM_FACTS, ANSWER_QUESTION, DAILY_FOCUS } from './assistant.prompts.js';
import { AssistantFacts } from './assistant-facts.js';
import { AssistantLookUps } from './assistant-look-ups.js';
import { PerformanceExplainer } from './performance-explainer.js';
import { answerByRule, focusByRule, priorityItems, runningOf } from './focus-rules.js';

const FOCUS_PASSAGES = 3;
const QUESTION_PASSAGES = 5;
const ACTIONS_AT_MOST = 4;
const FOCUS_SHAPE = { name: 'daily_focus', type: forms.Focus };

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
    private readonly facts: AssistantFacts,
    private readonly lookUps: AssistantLookUps,
    private readonly performance: PerformanceExplainer,
    private readonly openclaw: OpenClawRoute,
  ) {
    super();
  }

  private async focus(
    run: AgentRun,
    { query, context, date = today() }: z.output<typeof forms.FocusInput>,
  ): Promise<z.input<typeof forms.FocusOutput>> {
    const { newest, tally, leads } = await this.facts.of(run);
    const passages = await this.facts.passages(run, query, FOCUS_PASSAGES);
    const about = { date, passages: passages.length > 0 };
    const { value, ai, path } = await this.openclaw.answer(
      run,
      {
        agent: this.id,
        task: 'daily_focus',
        instructions: `${DAILY_FOCUS.instructions(about)}\n\n${askForShape(schemaOf(FOCUS_SHAPE))}`,
        material: { question: questionOf(query), context, newest, tally, leads, passages: shown(passages) },
        read: focusIn,
      },
      () =>
        run.ask({
          prompt: DAILY_FOCUS,
          about,
          parts: [
            { kind: 'untrusted', source: 'campaigns', text: JSON.stringify({ newest, ...tally }, null, 1) },
            { kind: 'text', text: `Leads: ${JSON.stringify(leads)}` },
            ...asked(query, context),
            ...passageParts(passages),
          ],
          shape: FOCUS_SHAPE,
          offline: () => focusByRule(tally, leads),
        }),
    );
    const { focus_summary, business_impact, recommended_actions } = value;
    const texts = [focus_summary, business_impact, ...recommended_actions];
    const { citations } = citationsOf(texts.join('\n'), passages);
    await this.facts.used(run, passages, citations);
    const [summary = '', impact = '', ...actions] = texts.map((text) => citationsOf(text, passages).text);
    return {
      focus_summary: summary,
      business_impact: impact,
      recommended_actions: actions,
      title: 'Your Marketing Focus for Today',
      campaign_count: tally.total,
      active_campaign_count: runningOf(tally),
      priority_items: priorityItems(tally),
      knowledge_sources: citations,
      ai,
      execution_path: path,
      timestamp: new Date().toISOString(),
    };
  }

  private async answer(
    run: AgentRun,
    { query, context }: z.output<typeof forms.QuestionInput>,
  ): Promise<z.input<typeof forms.QuestionOutput>> {
    const { newest, tally, leads } = await this.facts.of(run);
    const passages = await this.facts.passages(run, query, QUESTION_PASSAGES);
    const rules = answerByRule(query, tally);
    const about = { date: today(), passages: passages.length > 0 };
    const { value, ai, path } = await this.openclaw.answer(
      run,
      {
        agent: this.id,
        task: 'general_query',
        instructions: ANSWER_FROM_FACTS.instructions(about),
        material: { question: questionOf(query), context, newest, tally, leads, passages: shown(passages) },
        read: (words) => words.trim() || null,
      },
      () =>
        run.converse({
          prompt: ANSWER_QUESTION,
          about,
          parts: [...asked(query, context), ...passageParts(passages)],
          tools: this.lookUps.of(run.userId),
          offline: () => rules.explanation,
        }),
    );
    const { text, citations } = citationsOf(value, passages);
    await this.facts.used(run, passages, citations);
    const actions = text.split('\n').flatMap((line) => /^\s*[-*•]\s+(.+)$/.exec(line)?.[1]?.trim() ?? []);
    return {
      title: 'AI Assistant Response',
      explanation: text,
      business_impact: rules.impact,
      recommended_actions: ai && actions.length > 0 ? actions.slice(0, ACTIONS_AT_MOST) : rules.actions,
      campaigns_analyzed: tally.total,
      knowledge_sources: citations,
      ai,
      execution_path: path,
      timestamp: new Date().toISOString(),
    };
  }
}

/** The focus in an answer; null where it is none. */
function focusIn(words: string): forms.Focus | null {
  const read = readShaped(FOCUS_SHAPE, words);
  return 'value' in read ? read.value : null;
}

const questionOf = (query: string): string =>
  query.trim() === '' ? 'What should we focus on today?' : query;

function asked(query: string, context: readonly unknown[]): AiPart[] {
  return [
    {
      kind: 'untrusted',
      source: 'question of the team',
      text: questionOf(query),
    },
    ...(context.length === 0
      ? []
      : [{ kind: 'untrusted', source: 'context', text: JSON.stringify(context).slice(0, 10_000) } as const]),
  ];
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** Passages as material, by the numbers that an answer cites. */
function shown(passages: readonly KnowledgePassage[]) {
  return passages.map(({ document_title: title, heading, content }, at) => ({
    number: at + 1,
    title,
    heading,
    content,
  }));
}
