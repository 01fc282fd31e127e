import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Jobs } from '#platform/jobs/jobs';
import { DeliverMailJob } from '../email.jobs.js';
import { type DecideExperiments, DecideExperimentsJob } from './experiment.jobs.js';
import { ExperimentRepository, type KeptExperiment } from './experiment.repository.js';
import { measured } from './experiment-result.js';
import { type TestProgress, TestedMailRepository } from './tested-mail.repository.js';

const AT_ONCE = 20;
/** When a test whose mails are still on their way is looked at again. */
const LOOK_AGAIN_SECONDS = 20;
/** When one that could not be looked at is looked at again. */
const STANDS_BACK_SECONDS = 60;
const HOUR_MS = 3_600_000;

/**
 * Decides the experiments whose time is over, each once, and gives the variant that was decided on to those who waited for
 * it. A worker that died in between is followed by one that goes on with those who still wait; an experiment that fails stands
 * back, so that nobody else's waits for it.
 */
@Handles(DecideExperimentsJob)
@Injectable()
export class DecideExperimentsHandler implements JobHandler<DecideExperiments> {
  private readonly logger = new Logger('Experiments');

  constructor(
    private readonly database: Database,
    private readonly experiments: ExperimentRepository,
    private readonly mails: TestedMailRepository,
    private readonly jobs: Jobs,
  ) {}

  async handle(_: DecideExperiments, { signal }: JobRun): Promise<void> {
    for (const { id, ownerId, campaignId } of await this.experiments.due(AT_ONCE))
      await this.database.as(ownerId, async () => {
        try {
          await this.database.transaction(() => this.look(ownerId, campaignId));
          await this.release(ownerId, campaignId, signal);
        } catch (error) {
          signal.throwIfAborted();
          this.logger.error({ err: error, campaign: campaignId }, 'An experiment could not be decided');
          await this.experiments.postpone(id, STANDS_BACK_SECONDS);
        }
      });
  }

  private async look(ownerId: string, campaignId: string): Promise<void> {
    const experiment = await this.experiments.hold(ownerId, campaignId);
    if (experiment?.state !== 'running') return;
    const progress = await this.mails.progress(ownerId, campaignId);
    if (!progress) return this.experiments.postpone(experiment.id, null);
    const wait = secondsLeft(experiment, progress);
    if (wait > 0) return this.experiments.postpone(experiment.id, wait);
    await this.decide(experiment, progress);
  }

  private async decide(experiment: KeptExperiment, { mailing }: TestProgress): Promise<void> {
    const { created_by: ownerId, campaign_id: campaignId, metric, variants } = experiment;
    const result = measured(experiment, await this.mails.figures(ownerId, campaignId, metric));
    const { winner: place, reason } = result.verdict;
    if (mailing === 'stopped')
      return this.experiments.decide(ownerId, experiment.id, {
        state: 'ended',
        reason: 'campaign_stopped',
        result,
        winner: null,
        rest: null,
        by: null,
      });
    const winner = place === null ? null : (variants[place]?.id ?? null);
    const rest = winner ?? (experiment.without_winner === 'first' ? (variants[0]?.id ?? null) : null);
    return this.experiments.decide(ownerId, experiment.id, {
      state: rest === null ? 'undecided' : 'decided',
      reason,
      result,
      winner,
      rest,
      by: null,
    });
  }

  private async release(ownerId: string, campaignId: string, signal: AbortSignal): Promise<void> {
    const experiment = await this.experiments.find(ownerId, campaignId);
    if (!experiment?.rest_variant) return;
    // Asked before: who is added from now on is released when it is looked at again.
    const progress = await this.mails.progress(ownerId, campaignId);
    let released = 0;
    for (let more = -1; more !== 0;) {
      signal.throwIfAborted();
      more = await this.mails.release(ownerId, campaignId, experiment.rest_variant);
      released += more;
    }
    await this.experiments.postpone(
      experiment.id,
      progress && isGrowing(progress) ? LOOK_AGAIN_SECONDS : null,
    );
    if (released > 0) await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
  }
}

/** Until the time of the test is over, which begins when its last mail has an end. A stopped mailing has no more time. */
function secondsLeft({ hours }: KeptExperiment, progress: TestProgress): number {
  const { mailing, open, lastAt } = progress;
  if (mailing === 'stopped') return 0;
  if (isGrowing(progress) || open > 0) return LOOK_AGAIN_SECONDS;
  const endsAt = lastAt === null ? Date.now() : Date.parse(lastAt) + hours * HOUR_MS;
  return Math.max(0, (endsAt - Date.now()) / 1000);
}

/** Recipients are still being added, also where it is paused meanwhile: those who are to wait may not be there yet. */
function isGrowing({ mailing, planned }: TestProgress): boolean {
  return mailing !== 'stopped' && !planned;
}
