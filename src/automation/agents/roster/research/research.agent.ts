import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { KnowledgeService } from '#domains/knowledge/search/knowledge.service';
import type { ResearchStatement } from '#domains/research/notes/research.dto';
import { ResearchService } from '#domains/research/notes/research.service';
import type { AiPart } from '#platform/ai/ai-request';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import type { AgentRun } from '../../runs/agent-run.js';
import { documentSources, type NumberedSource, pageSources } from './numbered-sources.js';
import { AnalyseInput, AnalyseOutput, Found, type Statement } from './research.forms.js';
import { ANALYSE_TOPIC } from './research.prompts.js';

const PASSAGES = 6;

/** Researches a topic from the owner's documents and from pages, with statements that point to what they lean on. */
@Injectable()
export class ResearchAgent extends BaseAgent {
  readonly id = 'research';
  override readonly aliases = ['researcher', 'market_research'];
  readonly name = 'Research Agent';
  readonly does =
    'Researches a topic from your documents and from pages you name, and says what each statement leans on.';

  readonly tasks = {
    analyze_topic: defineTask({
      does: 'Reads what is known about a topic, draws insights and recommendations from it and keeps them with their sources.',
      risk: 'draft',
      input: AnalyseInput,
      output: AnalyseOutput,
      work: (run, input) => this.analyse(run, input),
    }),
  };

  constructor(
    private readonly research: ResearchService,
    private readonly knowledge: KnowledgeService,
  ) {
    super();
  }

  private async analyse(
    run: AgentRun,
    { topic, urls }: z.output<typeof AnalyseInput>,
  ): Promise<z.input<typeof AnalyseOutput>> {
    await run.progress(5, 'Reading');
    const { passages, sources, unread } = await this.read(run, topic, urls);
    const { value, ai } = await run.ask({
      prompt: ANALYSE_TOPIC,
      about: { sources: sources.length > 0 },
      parts: partsOf(topic, sources),
      shape: { name: 'research', type: Found },
      offline: () => foundByRule(topic, sources),
      temperature: 0.3,
    });
    const statements = [
      ...pointed('insight', value.insights, sources),
      ...pointed('recommendation', value.recommendations, sources),
    ];
    const used = new Set(statements.flatMap(({ sources: ids }) => ids));
    await run.step({ key: 'note sources' }, () =>
      this.knowledge.used(
        run.userId,
        this.id,
        passages.filter(({ chunk_id }) => used.has(chunk_id)),
      ),
    );
    const provenance = run.provenance({ sources: sources.map(({ provenance: where }) => where) });
    const says = `Keep research on ${topic.slice(0, 100)}`;
    const kept = await run.change({ key: 'keep the research', risk: 'draft', says }, () => {
      return this.research.add(run.userId, {
        topic,
        statements,
        sources: sources.map(({ source }) => source),
        provenance,
      });
    });
    return {
      research_id: kept.id,
      topic,
      insights: value.insights.map(({ text }) => text),
      recommendations: value.recommendations.map(({ text }) => text),
      statements,
      sources: kept.sources.map((source) => ({ ...source })),
      unread,
      ai,
      provenance,
    };
  }

  private async read(run: AgentRun, topic: string, urls: readonly string[]) {
    const { pages, failures } = await run.step({ key: 'read pages', input: { urls } }, () =>
      this.research.readPages(run.userId, urls, run.signal),
    );
    const passages = await run.step({ key: 'search documents', input: { topic } }, () =>
      this.knowledge.search(run.userId, { query: topic, limit: PASSAGES, askedBy: this.id }),
    );
    return {
      passages,
      sources: [...pageSources(pages), ...documentSources(passages)],
      unread: failures.map(({ url, error }) => ({ url, error })),
    };
  }
}

function partsOf(topic: string, sources: readonly NumberedSource[]): AiPart[] {
  return [
    { kind: 'untrusted', source: 'topic', text: topic },
    ...sources.flatMap(({ source, text }, at): AiPart[] => [
      { kind: 'text', text: `[${at + 1}]` },
      { kind: 'untrusted', source: source.title ?? source.url, text },
    ]),
  ];
}

/** Statements with the ids of their sources; numbers that were never given are left out. */
function pointed(
  kind: ResearchStatement['kind'],
  statements: readonly Statement[],
  sources: readonly NumberedSource[],
): ResearchStatement[] {
  return statements.map(({ text, sources: numbers }) => {
    const ids = numbers.flatMap((number) => sources[number - 1]?.source.id ?? []);
    return { kind, text, sources: [...new Set(ids)] };
  });
}

/** What can be said without a model: the beginnings of the sources, word for word. */
function foundByRule(topic: string, sources: readonly NumberedSource[]): Found {
  const quoted = sources.slice(0, 6).map(({ source, text }, at) => ({
    text: `${(source.title ?? source.url).slice(0, 600)}: “${text.slice(0, 300).trim()}”`.toWellFormed(),
    sources: [at + 1],
  }));
  const nothing = {
    text: `Nothing in your documents is about ${topic.slice(0, 200)}, and no page was named.`,
    sources: [],
  };
  return {
    insights: quoted.length > 0 ? quoted : [nothing],
    recommendations: [
      { text: 'Name pages to read in urls, or add documents to your knowledge.', sources: [] },
      { text: 'Set a key of an AI provider, so that conclusions are drawn from the sources.', sources: [] },
    ],
  };
}
