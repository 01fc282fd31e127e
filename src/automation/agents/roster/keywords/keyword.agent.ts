import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import {
  CompetitorRequest,
  ResearchRequest,
  TrendingRequest,
} from '#domains/keyword-research/keyword-research.dto';
import { KeywordResearchService } from '#domains/keyword-research/keyword-research.service';
import { defineTask } from '../../agent-task.js';
import { BaseAgent } from '../../base.agent.js';
import { dtoForm } from '../../dto-form.js';
import type { AgentRun } from '../../runs/agent-run.js';

const Found = z.looseObject({ research_id: z.string(), total_keywords: z.number(), estimated: z.boolean() });

/** Researches what people search for, and keeps it. */
@Injectable()
export class KeywordAgent extends BaseAgent {
  readonly id = 'keyword_research';
  override readonly aliases = ['keyword', 'keywords', 'keyword_research_agent'];
  readonly name = 'Keyword Research Agent';
  readonly does =
    'Finds what people search for: volumes, difficulty and clusters, from a provider or as marked estimates.';

  readonly tasks = {
    research_keywords: defineTask({
      does: 'Researches keywords and words near them.',
      risk: 'draft',
      input: dtoForm(ResearchRequest),
      output: Found,
      work: (run, input) => kept(run, () => this.keywords.research(run.userId, input)),
    }),
    competitor_keywords: defineTask({
      does: 'Finds the keywords that a competitor is found by.',
      risk: 'draft',
      input: dtoForm(CompetitorRequest),
      output: Found,
      work: (run, input) => kept(run, () => this.keywords.competitor(run.userId, input)),
    }),
    trending_keywords: defineTask({
      does: 'Finds what is searched for more and more in an industry.',
      risk: 'draft',
      input: dtoForm(TrendingRequest),
      output: Found,
      work: (run, input) => kept(run, () => this.keywords.trending(run.userId, input)),
    }),
  };

  constructor(private readonly keywords: KeywordResearchService) {
    super();
  }
}

/** The room asks its provider and keeps what it found; a run that goes on does not pay for it again. */
function kept<Research extends object>(run: AgentRun, research: () => Promise<Research>) {
  return run.step(
    { key: 'research', risk: 'draft', says: 'Research keywords and keep what is found' },
    async () => ({
      ...(await research()),
    }),
  ) as Promise<z.input<typeof Found>>;
}
