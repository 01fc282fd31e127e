import { LeadNotFound } from '../../lead.errors.js';
import type { Lead } from '../../lead.answers.dto.js';
import type { ProviderOutcome } from '../enrichment.dto.js';
import type { FailedQuestion } from './enrichment-run.dto.js';
import type { BatchOutcome } from './enrichment-run.repository.js';

/** What came of one lead of a run. */
export interface LeadOutcome {
  readonly leadId: string;
  readonly isChanged: boolean;
  /** Whether a question was not asked because the budget was spent. */
  readonly isUnpaid: boolean;
  readonly failures: readonly FailedQuestion[];
}

/** After one of these the next question to the same provider fails, too. */
const HOPELESS =
  /^(leads\/enrichment-(own-)?key-refused|leads\/enrichment-(unpaid|budget-exceeded)|ai\/(key-refused|quota-spent|budget-exceeded))$/;

/** Asks about a lead; who is found not to answer anybody is added to `hopeless`. A lead that is gone meanwhile is done. */
export async function askedAbout(
  { id: leadId }: Lead,
  hopeless: Set<string>,
  ask: () => Promise<{ results: readonly ProviderOutcome[] }>,
): Promise<LeadOutcome> {
  try {
    const { results } = await ask();
    const failures = results.flatMap(({ provider, code }) =>
      code === null ? [] : [{ lead_id: leadId, provider, code }],
    );
    for (const { provider, code } of failures) if (HOPELESS.test(code)) hopeless.add(provider);
    return {
      leadId,
      isChanged: results.some(({ written }) => written.length > 0),
      isUnpaid: results.some(({ reason }) => reason === 'budget'),
      failures,
    };
  } catch (error) {
    if (error instanceof LeadNotFound) return { leadId, isChanged: false, isUnpaid: false, failures: [] };
    throw error;
  }
}

export function sumOf(outcomes: readonly LeadOutcome[], costMicros: number): BatchOutcome {
  const done = outcomes.filter(({ isUnpaid }) => !isUnpaid);
  return {
    processed: done.length,
    changed: done.filter(({ isChanged }) => isChanged).length,
    failed: done.filter(({ failures }) => failures.length > 0).length,
    costMicros,
    failures: done.flatMap(({ failures }) => failures),
  };
}
