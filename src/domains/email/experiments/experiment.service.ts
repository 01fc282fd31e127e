import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import type { Experiment, NewExperiment, NewVariant } from './experiment.dto.js';
import {
  ExperimentNotFound,
  ExperimentOver,
  ExperimentUnderWay,
  VariantNotFound,
  VariantsAlike,
} from './experiment.errors.js';
import { DecideExperimentsJob } from './experiment.jobs.js';
import { type KeptExperiment, ExperimentRepository } from './experiment.repository.js';
import { type Measured, measured, toldExperiment } from './experiment-result.js';
import { TestedMailRepository } from './tested-mail.repository.js';

/** Tests of variants: defined before a campaign is launched, watched while it is sent, decided by figures or by a person. */
@Injectable()
export class ExperimentService {
  constructor(
    private readonly database: Database,
    private readonly experiments: ExperimentRepository,
    private readonly mails: TestedMailRepository,
    private readonly jobs: Jobs,
  ) {}

  /** The one experiment of a campaign, in place of one that has not begun. */
  define(ownerId: string, campaignId: string, wanted: NewExperiment): Promise<Experiment> {
    refuseAlike(wanted.variants);
    return this.database.transaction(async () => {
      const old = await this.experiments.hold(ownerId, campaignId);
      if (old && old.state !== 'defined') throw new ExperimentUnderWay(old.state);
      if (!(await this.experiments.put(ownerId, campaignId, wanted))) throw new ExperimentUnderWay('running');
      return this.get(ownerId, campaignId);
    });
  }

  async get(ownerId: string, campaignId: string): Promise<Experiment> {
    const experiment = await this.find(ownerId, campaignId);
    if (!experiment) throw new ExperimentNotFound(campaignId);
    return experiment;
  }

  /** The experiment of a campaign that may have none. */
  async find(ownerId: string, campaignId: string): Promise<Experiment | undefined> {
    const experiment = await this.experiments.find(ownerId, campaignId);
    if (!experiment) return undefined;
    const progress = await this.mails.progress(ownerId, campaignId);
    return toldExperiment(experiment, await this.measuredOf(experiment), progress?.waiting ?? 0);
  }

  remove(ownerId: string, campaignId: string): Promise<void> {
    return this.database.transaction(async () => {
      const old = await this.experiments.hold(ownerId, campaignId);
      if (!old) throw new ExperimentNotFound(campaignId);
      if (!(await this.experiments.remove(ownerId, campaignId))) throw new ExperimentUnderWay(old.state);
    });
  }

  /** A campaign that is a copy of another gets its experiment, as one that has not begun; none where there is none. */
  copy(ownerId: string, campaignId: string, copyId: string): Promise<void> {
    return this.experiments.copy(ownerId, campaignId, copyId);
  }

  /** A person chooses what those get who still wait; the figures of the moment are kept with the choice. */
  choose(ownerId: string, campaignId: string, label: string): Promise<Experiment> {
    return this.database.transaction(async () => {
      const experiment = await this.experiments.hold(ownerId, campaignId);
      if (!experiment) throw new ExperimentNotFound(campaignId);
      if (experiment.state !== 'running' && experiment.state !== 'undecided')
        throw new ExperimentOver(experiment.state);
      const chosen = experiment.variants.find((variant) => variant.label === label);
      if (!chosen) throw new VariantNotFound(label);
      await this.experiments.decide(ownerId, experiment.id, {
        state: 'decided',
        reason: 'by_hand',
        result: await this.measuredOf(experiment),
        winner: chosen.id,
        rest: chosen.id,
        by: ownerId,
      });
      await this.jobs.send(DecideExperimentsJob, { askedBy: 'owner' });
      return this.get(ownerId, campaignId);
    });
  }

  /** The figures a decision was made by; before there is one, those of the moment. */
  private async measuredOf(experiment: KeptExperiment): Promise<Measured> {
    if (experiment.result !== null) return experiment.result as Measured;
    const { created_by: ownerId, campaign_id: campaignId, metric } = experiment;
    return measured(experiment, await this.mails.figures(ownerId, campaignId, metric));
  }
}

function refuseAlike(variants: readonly NewVariant[]): void {
  const seen = new Map<string, string>();
  for (const [index, { subject, body, text, from_name }] of variants.entries()) {
    const label = 'ABCDE'[index] ?? '';
    const content = JSON.stringify([subject, body, text, from_name]);
    const other = seen.get(content);
    if (other !== undefined)
      throw new VariantsAlike(other, label).withIssues([
        { path: `variants.${index}`, message: `is the same as variant ${other}` },
      ]);
    seen.set(content, label);
  }
}
