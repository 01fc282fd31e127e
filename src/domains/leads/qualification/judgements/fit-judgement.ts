import type { Lead } from '../../lead.answers.dto.js';
import { type FitCriteria, fitChecks } from '../lead-fit.js';
import type { NewJudgement } from './judgement.repository.js';

/** What criteria that an agent was given come to: a lead is qualified when nothing is against it. */
export function fitJudgement(lead: Lead, criteria: FitCriteria): NewJudgement {
  const checks = fitChecks(lead, criteria);
  const fitting = checks.filter(({ against }) => against === null);
  return {
    leadId: lead.id,
    verdict: fitting.length === checks.length ? 'qualified' : 'not_qualified',
    share: fitting.length / checks.length,
    qualifyAt: null,
    reasons: checks.map(({ field, name, value, against }) => ({
      criterion: field,
      name,
      weight: 1,
      required: true,
      verdict: against === null ? 'met' : 'unmet',
      by: 'rule',
      evidence: [
        { what: field, value, at: lead.field_sources[field]?.at ?? lead.created_at, event_id: null },
      ],
      quote: null,
      source: null,
    })),
    rubricVersion: null,
    judgedBy: 'agent',
    ai: false,
    aiProblem: null,
    costMicros: 0,
  };
}
