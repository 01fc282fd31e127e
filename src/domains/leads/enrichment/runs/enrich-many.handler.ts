import { Injectable } from '@nestjs/common';
import { sideBySide } from '#kernel/side-by-side';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { Enricher } from '../enricher.js';
import { EnrichmentNotConfigured, EnrichmentProviderUnknown } from '../enrichment.errors.js';
import { type ProviderChoice, ProviderList } from '../provider-list.js';
import { Spending } from '../spending.js';
import { QualificationRepository } from '../../qualification/qualification.repository.js';
import { askedAbout, type LeadOutcome, sumOf } from './batch-outcome.js';
import type { EnrichmentRun } from './enrichment-run.dto.js';
import { type EnrichMany, EnrichManyJob } from './enrichment-run.jobs.js';
import { EnrichmentRunRepository } from './enrichment-run.repository.js';

const LEADS_AT_ONCE = 20;
const SIDE_BY_SIDE = 4;
/** Well before the attempt expires the rest is left to a new job. */
const TURN_MS = 4 * 60_000;
const LAST_ATTEMPT = 4;

interface Batch {
  readonly run: EnrichmentRun;
  readonly leadIds: readonly string[];
  readonly attempt: string;
}

/**
 * Asks about the leads of a run, some at a time. What was said is kept at once, so a worker that died is followed by one that
 * pays for nothing twice; a run that is cancelled stops between two batches, and one whose budget is spent before the question.
 */
@Injectable()
@Handles(EnrichManyJob)
export class EnrichManyHandler implements JobHandler<EnrichMany> {
  constructor(
    private readonly database: Database,
    private readonly runs: EnrichmentRunRepository,
    private readonly leads: QualificationRepository,
    private readonly providers: ProviderList,
    private readonly enricher: Enricher,
    private readonly jobs: Jobs,
  ) {}

  async handle(task: EnrichMany, { id, attempt, signal }: JobRun): Promise<void> {
    const until = Date.now() + TURN_MS;
    try {
      while (await this.next(task, `${id}/${attempt}`, signal)) {
        signal.throwIfAborted();
        if (Date.now() < until) continue;
        await this.jobs.send(EnrichManyJob, task);
        return;
      }
    } catch (error) {
      const isFinal = error instanceof EnrichmentNotConfigured || error instanceof EnrichmentProviderUnknown;
      if (signal.aborted || (attempt < LAST_ATTEMPT && !isFinal)) throw error;
      const sentence = isFinal ? error.message : 'Asking failed several times. Please try again.';
      await this.runs.end(task.ownerId, task.runId, 'failed', sentence);
      if (!isFinal) throw error;
    }
  }

  /** Whether there is more to do. */
  private async next({ ownerId, runId }: EnrichMany, attempt: string, signal: AbortSignal): Promise<boolean> {
    const batch = await this.claimed(ownerId, runId, attempt);
    if (!batch) return false;
    const { run, leadIds } = batch;
    const choices = await this.providers.chosen(ownerId, run.providers ?? undefined);
    const spending = new Spending(run.max_cost_micros, run.cost_micros);
    const spent = () => spending.spent - run.cost_micros;
    const outcomes = await this.ask(ownerId, batch, { choices, spending, signal }).catch(
      async (error: unknown) => {
        // What was said until then is kept and will cost nothing again: it is counted now.
        await this.runs.settle(ownerId, runId, { attempt, leadIds: [], outcome: sumOf([], spent()) });
        throw error;
      },
    );
    return this.database.transaction(async () => {
      const outcome = sumOf(outcomes, spent());
      const unpaid = new Set(outcomes.filter(({ isUnpaid }) => isUnpaid).map(({ leadId }) => leadId));
      const done = leadIds.filter((leadId) => !unpaid.has(leadId));
      await this.runs.settle(ownerId, runId, { attempt, leadIds: done, outcome });
      if (unpaid.size === 0) return true;
      const sentence = `The next question would cost more than max_cost_micros, ${run.max_cost_micros}, leaves.`;
      await this.runs.end(ownerId, runId, 'stopped', sentence);
      return false;
    });
  }

  /** The next leads of the run; nothing when it is over, or was the last. */
  private claimed(ownerId: string, runId: string, name: string): Promise<Batch | undefined> {
    return this.database.transaction(async () => {
      const run = await this.runs.holdOpen(ownerId, runId);
      if (!run) return undefined;
      await this.runs.begin(ownerId, runId);
      const leadIds = await this.runs.claim(ownerId, runId, { name, atMost: LEADS_AT_ONCE });
      if (leadIds.length > 0) return { run, leadIds, attempt: name };
      await this.runs.end(ownerId, runId, 'completed');
      return undefined;
    });
  }

  /** Under a budget, questions whose price is known only afterwards are asked one by one. */
  private async ask(
    ownerId: string,
    { run, leadIds }: Batch,
    {
      choices,
      spending,
      signal,
    }: { choices: readonly ProviderChoice[]; spending: Spending; signal: AbortSignal },
  ): Promise<LeadOutcome[]> {
    const leads = await this.leads.many(ownerId, leadIds);
    const isGuess =
      run.max_cost_micros !== null && choices.some(({ provider }) => provider.costMicros === null);
    const hopeless = new Set<string>();
    return sideBySide(leads, isGuess ? 1 : SIDE_BY_SIDE, (lead) => {
      const left = choices.filter(({ provider }) => !hopeless.has(provider.name));
      const enquiry = { choices: left, force: run.force, spending, signal };
      return askedAbout(lead, hopeless, () => this.enricher.enrich(ownerId, lead, enquiry));
    });
  }
}
