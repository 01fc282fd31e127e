import { type Beta, betaDensity, betaMean, betaQuantile, betaUpTo } from '#kernel/beta';

/** What was tried of one variant, and how often it succeeded. */
export interface Arm {
  readonly trials: number;
  readonly successes: number;
}

/** What is known of a variant's true rate, beginning with every rate as likely as any other. All are shares, 0 to 1. */
export interface Posterior {
  readonly mean: number;
  /** Between these the true rate lies with 95 % probability. */
  readonly low: number;
  readonly high: number;
  /** How probable it is that no other variant has a higher rate. */
  readonly probabilityBest: number;
  /** What is given away on average by choosing it, should another be better. */
  readonly expectedLoss: number;
}

/** Between two of these of any variant the integrands are smooth, however narrow one variant is beside another. */
const KNOTS = [1e-9, 1e-4, 0.02, 0.16, 0.5, 0.84, 0.98, 1 - 1e-4, 1 - 1e-9];
const PARTS = 32;

/**
 * The beta-binomial posteriors of all variants, by numerical integration and without chance: the probability to be best is
 * the integral of a variant's density times the distribution functions of the others, the expected loss the mean of the
 * highest rate less the variant's own mean.
 */
export function posteriorsOf(arms: readonly Arm[]): Posterior[] {
  const betas = arms.map(({ trials, successes }) => ({ a: successes + 1, b: trials - successes + 1 }));
  const { best, highest } = integrated(betas);
  const whole = best.reduce((sum, probability) => sum + probability, 0);
  return betas.map((beta, index) => ({
    mean: betaMean(beta),
    low: betaQuantile(0.025, beta),
    high: betaQuantile(0.975, beta),
    probabilityBest: (best[index] ?? 0) / whole,
    expectedLoss: Math.max(0, highest - betaMean(beta)),
  }));
}

/** By variant the probability to be best, and the mean of the highest rate. */
function integrated(betas: readonly Beta[]): { best: number[]; highest: number } {
  const knots = [...new Set(betas.flatMap((beta) => KNOTS.map((at) => betaQuantile(at, beta))))].sort(
    (one, other) => one - other,
  );
  const best = betas.map(() => 0);
  let highest = knots[0] ?? 0;
  for (const [index, from] of knots.slice(0, -1).entries()) {
    const step = ((knots[index + 1] ?? from) - from) / PARTS;
    for (let part = 0; part <= PARTS; part++) {
      const x = from + part * step;
      const weight = (step / 3) * simpson(part);
      const below = betas.map((beta) => betaUpTo(x, beta));
      highest += weight * (1 - product(below));
      for (const [which, beta] of betas.entries())
        best[which] = (best[which] ?? 0) + weight * betaDensity(x, beta) * product(below.toSpliced(which, 1));
    }
  }
  return { best, highest };
}

function simpson(part: number): number {
  if (part === 0 || part === PARTS) return 1;
  return part % 2 === 1 ? 4 : 2;
}

function product(factors: readonly number[]): number {
  return factors.reduce((so, factor) => so * factor, 1);
}
