import type { CampaignTally } from '#domains/campaigns/sums/campaign-sums.repository';
import type { z } from 'zod';
import type { Focus, PriorityItem } from './assistant.forms.js';

/** The running campaigns with the largest budgets. */
export function priorityItems({ largest_running: largest }: CampaignTally): z.input<typeof PriorityItem>[] {
  return largest.map(({ name, budget_allocated: budget }) => ({
    campaign: name,
    priority: 'high',
    action: 'Look at its results and decide what to change',
    impact: budget ? `A budget of ${budget} depends on it` : 'It is running now',
  }));
}

/** How many run. */
export function runningOf({ by_status }: CampaignTally): number {
  return by_status.active ?? 0;
}

/** What to do today, by rules alone: run what is made, make what is missing, look at what runs. */
export function focusByRule(
  campaigns: CampaignTally,
  leads: { readonly total_leads: number; readonly new_leads: number },
): Focus {
  const { total, by_status, newest_draft: draft } = campaigns;
  const [first] = campaigns.largest_running;
  return {
    focus_summary: first
      ? `${runningOf(campaigns)} of ${total} campaigns are running; “${first.name}” has the largest budget. ${leadWords(leads)}`
      : draft !== null
        ? `No campaign is running; ${by_status.draft ?? 0} are drafts, “${draft}” among them. ${leadWords(leads)}`
        : `${total === 0 ? 'There is no campaign yet' : 'No campaign is running'}. ${leadWords(leads)}`,
    business_impact: first
      ? 'What runs now decides this week’s results; small changes today pay back at once.'
      : 'As long as nothing runs, nobody hears from you.',
    recommended_actions: [
      first
        ? `Check the results of “${first.name}”`
        : draft !== null
          ? `Launch “${draft}”`
          : total === 0
            ? 'Create your first campaign'
            : 'Create the next campaign, or take up one that rests',
      leads.new_leads > 0
        ? `Look at ${leads.new_leads} new leads`
        : 'Put a form on your site, so that leads come in',
      'Answer whoever has written to you',
      'Prepare the next post or mail',
      'Compare this week’s numbers with last week’s',
    ],
  };
}

/** An answer to a question by rules alone. */
export function answerByRule(
  query: string,
  campaigns: CampaignTally,
): { explanation: string; impact: string; actions: string[] } {
  const counts = `You have ${campaigns.total} campaigns, ${runningOf(campaigns)} of them running.`;
  if (/\bperform/i.test(query))
    return {
      explanation: `${counts} Ask the campaign agent for analyze_performance to score them against what is usual.`,
      impact: 'What is measured can be improved.',
      actions: [
        'Open the reports of the running campaigns',
        'Stop what costs more than it brings',
        'Test another subject line',
        'Note what works',
      ],
    };
  if (/\bimprov/i.test(query))
    return {
      explanation: `${counts} Ask the campaign agent for optimize_campaign to get proposals for one of them.`,
      impact: 'Better copy reaches more people at the same cost.',
      actions: [
        'Choose the campaign with the largest budget',
        'Shorten its subject line',
        'Ask for one thing only',
        'Send a variant to a tenth of the audience',
      ],
    };
  return {
    explanation: `${counts} No AI provider is configured, so this is counted by rules only.`,
    impact: 'A clear picture of what runs is where every decision begins.',
    actions: [
      'Look at the running campaigns',
      'Look at the newest leads',
      'Plan the next piece of content',
      'Add documents to your knowledge',
    ],
  };
}

function leadWords({
  total_leads: total,
  new_leads: fresh,
}: {
  total_leads: number;
  new_leads: number;
}): string {
  if (total === 0) return 'There are no leads yet.';
  return `${total} ${total === 1 ? 'lead is' : 'leads are'} known, ${fresh} of them new.`;
}
