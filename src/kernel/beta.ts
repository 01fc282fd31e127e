/** The beta distribution: what is known of a share after so many hits and misses. */
export interface Beta {
  /** Hits, and what was believed before. */
  readonly a: number;
  /** Misses, and what was believed before. */
  readonly b: number;
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;
const STEPS_AT_MOST = 20_000;
const TINY = 1e-300;
const EXACT = 1e-15;

/** The natural logarithm of the gamma function, for x above 0 (Lanczos, g = 7). */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const at = x - 1;
  const series = LANCZOS.reduce((sum, term, index) => (index === 0 ? term : sum + term / (at + index)), 0);
  const t = at + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(series);
}

export function betaMean({ a, b }: Beta): number {
  return a / (a + b);
}

export function betaDensity(x: number, { a, b }: Beta): number {
  if (x <= 0 || x >= 1) return 0;
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - logBeta({ a, b }));
}

/** How likely the share is at most x: the regularised incomplete beta function, by its continued fraction (DLMF 8.17.22). */
export function betaUpTo(x: number, beta: Beta): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  const { a, b } = beta;
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(beta));
  if (x < (a + 1) / (a + b + 2)) return (front * fraction(x, a, b)) / a;
  return 1 - (front * fraction(1 - x, b, a)) / b;
}

/** Below which x the share is with this probability. */
export function betaQuantile(probability: number, beta: Beta): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (betaUpTo(middle, beta) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function logBeta({ a, b }: Beta): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Lentz's method; it converges in some square root of the larger of a and b steps. */
function fraction(x: number, a: number, b: number): number {
  const away = (value: number) => (Math.abs(value) < TINY ? TINY : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m < STEPS_AT_MOST; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / away(1 + even * d);
    c = away(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / away(1 + odd * d);
    c = away(1 + odd / c);
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < EXACT * 4) break;
  }
  return value;
}
