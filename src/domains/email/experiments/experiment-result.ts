import type { Experiment, VariantResult } from './experiment.dto.js';
import type { KeptExperiment, Variant } from './experiment.repository.js';
import type { Posterior } from './posterior.js';
import type { VariantFigures } from './tested-mail.repository.js';
import { type ExperimentVerdict, verdictOf } from './verdict.js';

/** The figures of each variant, in their order, and what they say. */
export interface Measured {
  readonly figures: readonly VariantFigures[];
  readonly verdict: ExperimentVerdict;
}

/** What the figures of the moment say. */
export function measured(experiment: KeptExperiment, counted: readonly VariantFigures[]): Measured {
  const byVariant = new Map(counted.map((one) => [one.variant, one]));
  const figures = experiment.variants.map(
    ({ id }) => byVariant.get(id) ?? { variant: id, recipients: 0, delivered: 0, successes: 0 },
  );
  const arms = figures.map(({ delivered, successes }) => ({ trials: delivered, successes }));
  const { minimum_sample: minimumSample, threshold, loss_at_most: lossAtMost } = experiment;
  return { figures, verdict: verdictOf(arms, { minimumSample, threshold, lossAtMost }) };
}

/** The experiment as its owner is told of it. */
export function toldExperiment(
  experiment: KeptExperiment,
  { figures, verdict }: Measured,
  waiting: number,
): Experiment {
  const labelOf = (id: string | null) => experiment.variants.find((one) => one.id === id)?.label ?? null;
  return {
    campaign_id: experiment.campaign_id,
    state: experiment.state,
    metric: experiment.metric,
    test_percent: percent(experiment.test_share),
    hours: experiment.hours,
    minimum_sample: experiment.minimum_sample,
    threshold: experiment.threshold,
    loss_at_most_percent: percent(experiment.loss_at_most),
    without_winner: experiment.without_winner,
    variants: experiment.variants.map((variant, index) =>
      toldVariant(variant, figures[index] as VariantFigures, verdict.posteriors[index] as Posterior),
    ),
    winner: labelOf(experiment.winner_variant),
    rest_gets: labelOf(experiment.rest_variant),
    reason: experiment.reason,
    decided_by: experiment.decided_at === null ? null : experiment.decided_by === null ? 'figures' : 'person',
    decided_at: experiment.decided_at,
    waiting,
  };
}

function toldVariant(variant: Variant, figures: VariantFigures, posterior: Posterior): VariantResult {
  const { recipients, delivered, successes } = figures;
  return {
    label: variant.label,
    subject: variant.subject,
    body: variant.html,
    text: variant.text,
    from_name: variant.from_name,
    recipients,
    delivered,
    successes,
    rate: delivered > 0 ? percent(successes / delivered) : 0,
    rate_low: percent(posterior.low),
    rate_high: percent(posterior.high),
    probability_best: Math.round(posterior.probabilityBest * 10_000) / 10_000,
    expected_loss: percent(posterior.expectedLoss),
  };
}

function percent(share: number): number {
  return Math.round(share * 1_000_000) / 10_000;
}
