import { Injectable } from '@nestjs/common';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CampaignSumsService } from '#domains/campaigns/sums/campaign-sums.service';
import type { Citation } from '#domains/knowledge/search/citations';
import { KnowledgeService } from '#domains/knowledge/search/knowledge.service';
import type { KnowledgePassage } from '#domains/knowledge/search/search.dto';
import { ReportService } from '#domains/leads/reports/report.service';
import type { AgentRun } from '../../runs/agent-run.js';

const CAMPAIGNS_SHOWN = 5;
const ASKED_BY = 'assistant';

/** What every answer of the assistant begins with. */
@Injectable()
export class AssistantFacts {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly sums: CampaignSumsService,
    private readonly leads: ReportService,
    private readonly knowledge: KnowledgeService,
  ) {}

  /** All campaigns counted, the newest of them, and the leads counted. */
  of(run: AgentRun) {
    return run.step({ key: 'count campaigns and leads' }, async () => {
      const [{ items }, tally, leads] = await Promise.all([
        this.campaigns.list(run.userId, { limit: CAMPAIGNS_SHOWN }),
        this.sums.tally(run.userId),
        this.leads.overview(run.userId),
      ]);
      const newest = items.map(
        ({ id, name, type, status, budget_allocated, start_date, end_date, primary_objective }) => {
          return { id, name, type, status, budget_allocated, start_date, end_date, primary_objective };
        },
      );
      return { newest, tally, leads };
    });
  }

  /** Notes which passages an answer leans on. */
  used(run: AgentRun, passages: readonly KnowledgePassage[], citations: readonly Citation[]): Promise<void> {
    const cited = citations.flatMap(({ marker }) => passages[marker - 1] ?? []);
    return run.step({ key: 'note sources', input: { cited: cited.length } }, () =>
      this.knowledge.used(run.userId, ASKED_BY, cited),
    );
  }

  /** Passages of the documents of the team about a question, and of the help where it is about the product. */
  passages(run: AgentRun, question: string, limit: number): Promise<KnowledgePassage[]> {
    const query = question.trim() === '' ? 'priorities and goals' : question;
    return run.step({ key: 'search documents', input: { query, limit } }, async () => {
      const [found, help] = await Promise.all([
        this.knowledge.search(run.userId, { query, limit, askedBy: ASKED_BY }),
        this.knowledge.platformHelp(run.userId, { query, askedBy: ASKED_BY }),
      ]);
      const known = new Set(found.map(({ chunk_id }) => chunk_id));
      return [...found, ...help.filter(({ chunk_id }) => !known.has(chunk_id))];
    });
  }
}
