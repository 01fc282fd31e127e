import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { CampaignService } from '#domains/campaigns/campaign.service';
import { CAMPAIGN_STATUSES } from '#domains/campaigns/campaign-state';
import { KnowledgeService } from '#domains/knowledge/search/knowledge.service';
import { ReportService } from '#domains/leads/reports/report.service';
import { type LookUp, lookUp } from '../../runs/conversation.js';
import { CampaignJudge } from '../campaigns/campaign-judge.js';

const SHOWN = 20;
const DAYS = 30;
const PASSAGES = 5;

/** What the assistant may look up for its owner. Nothing here changes anything or reaches anybody else's data. */
@Injectable()
export class AssistantLookUps {
  constructor(
    private readonly campaigns: CampaignService,
    private readonly judge: CampaignJudge,
    private readonly leads: ReportService,
    private readonly knowledge: KnowledgeService,
  ) {}

  of(userId: string): LookUp[] {
    return [
      lookUp({
        name: 'list_campaigns',
        description: 'The newest campaigns, of one status if given.',
        input: z.strictObject({ status: z.enum(CAMPAIGN_STATUSES).nullable() }),
        work: async ({ status }) => {
          const { items } = await this.campaigns.list(userId, { limit: SHOWN, ...(status && { status }) });
          return items.map(
            ({ id, name, type, status: state, budget_allocated, budget_spent, start_date, end_date }) => {
              return { id, name, type, status: state, budget_allocated, budget_spent, start_date, end_date };
            },
          );
        },
      }),
      lookUp({
        name: 'campaign_results',
        description: 'What was measured of one campaign in the last 30 days, scored from 0 to 100.',
        input: z.strictObject({ campaign_id: z.uuid() }),
        work: async ({ campaign_id }) => {
          const { name, status } = await this.campaigns.get(userId, campaign_id);
          const performances = await this.judge.performances(userId, [campaign_id], DAYS);
          return { name, status, ...performances.get(campaign_id) };
        },
      }),
      lookUp({
        name: 'lead_counts',
        description: 'How many leads there are, by status, campaign and form.',
        input: z.strictObject({}),
        work: () => this.leads.stats(userId),
      }),
      lookUp({
        name: 'search_documents',
        description: 'Passages of the documents of the team about a question.',
        input: z.strictObject({ question: z.string().min(1).max(500) }),
        work: async ({ question }) => {
          const found = await this.knowledge.search(userId, {
            query: question,
            limit: PASSAGES,
            askedBy: 'assistant',
          });
          return found.map(({ document_title, heading, content }) => ({ document_title, heading, content }));
        },
      }),
    ];
  }
}
