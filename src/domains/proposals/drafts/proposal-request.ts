import { BudgetReversed } from '../proposal.errors.js';
import { DEFAULT_TEMPLATE } from '../templates/built-in-templates.js';
import type { ProposalClient } from '../proposal.answers.dto.js';
import type { GenerateProposal } from './generate-proposal.dto.js';
import type { ProposalRequest, RequestedBudget } from './proposal-request.dto.js';

const DEFAULT_WEEKS = 8;
const MOST_WEEKS = 260;
const DEFAULT_BUDGET = { min: 5_000, max: 10_000 };

/** Both forms of the request as one; what is left out gets its default. */
export function toProposalRequest(body: GenerateProposal): ProposalRequest {
  const details = body.project_details ?? {};
  const wished = filled(body.timeline);
  const weeks = wished === null ? undefined : weeksIn(wished);
  return {
    template_type: filled(body.template_type) ?? DEFAULT_TEMPLATE,
    client_info: clientOf(body),
    project_details: {
      description: filled(details.description) ?? filled(body.project_description) ?? '',
      scope: filled(details.scope) ?? filled(body.scope) ?? '',
      services: [...new Set(details.services ?? [])],
      duration: details.duration ?? weeks ?? DEFAULT_WEEKS,
      features: [...new Set(details.features ?? [])],
      wished_timeline: weeks === undefined ? wished : null,
    },
    call_transcript: body.call_transcript ?? '',
    budget_range: budgetOf(body),
    currency: body.currency ?? 'USD',
    locale: body.locale ?? 'en-US',
  };
}

function clientOf({ client_info, client_name }: GenerateProposal): ProposalClient {
  return {
    company_name: client_info?.company_name ?? client_name ?? '',
    contact_name: filled(client_info?.contact_name),
    email: filled(client_info?.email),
    phone: filled(client_info?.phone),
    industry: filled(client_info?.industry),
  };
}

/** Of a range that is half open the other end is the default, moved as far as it must be. */
function budgetOf({ budget, budget_range }: GenerateProposal): RequestedBudget {
  const min = budget_range?.min ?? budget ?? undefined;
  const max = budget_range?.max ?? budget ?? undefined;
  const range = {
    min: min ?? Math.min(DEFAULT_BUDGET.min, max ?? DEFAULT_BUDGET.min),
    max: max ?? Math.max(DEFAULT_BUDGET.max, min ?? DEFAULT_BUDGET.max),
  };
  if (range.min > range.max)
    throw new BudgetReversed().withIssues([
      { path: 'budget_range.min', message: 'min must not be more than max' },
    ]);
  return range;
}

const WEEKS_PER: Readonly<Record<string, number>> = { day: 1 / 7, week: 1, month: 52 / 12, year: 52 };
const SPAN = /^(?:about |within |in )?(?:\d{1,3} ?(?:-|–|to) ?)?(\d{1,3}) ?(day|week|month|year)s?\.?$/i;

/** Whole weeks of `6 weeks`, `2-3 months` (the longer) or `10 days`, rounded up; undefined when it says anything else. */
function weeksIn(text: string): number | undefined {
  const [, count, unit = ''] = SPAN.exec(text) ?? [];
  const weeks = Math.ceil(Number(count) * (WEEKS_PER[unit.toLowerCase()] ?? NaN) - 1e-9);
  return weeks >= 1 && weeks <= MOST_WEEKS ? weeks : undefined;
}

function filled(text: string | null | undefined): string | null {
  return text === undefined || text === null || text.trim() === '' ? null : text;
}
