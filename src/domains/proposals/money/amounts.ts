import type { FieldIssue } from '#kernel/errors';
import { nearestMinor, toMinor } from './currency.js';

/** The most a proposal may come to, in minor units: sums of this size are exact. */
const LARGEST_TOTAL = 10n ** 15n;

/** One line of a price list: `price` in major units, `quantity` with at most three decimals. */
export interface PriceLine {
  readonly price: number;
  readonly quantity: number;
}

/** What is taken off and what is put on top, in percent with at most three decimals. */
export interface Adjustments {
  readonly discountPercent: number;
  readonly taxPercent: number;
}

/** Whole minor units. `subtotal - discount + tax` is `total`. */
export interface Totals {
  readonly lines: readonly number[];
  readonly subtotal: number;
  readonly discount: number;
  readonly tax: number;
  readonly total: number;
}

/**
 * A whole amount in parts that are in proportion to `weights` and add up to it: each part is rounded down, and the units
 * that are left go to the parts that lost most, the earlier one first (largest remainder).
 */
export function shares(amount: number, weights: readonly number[]): number[] {
  const all = BigInt(weights.reduce((sum, weight) => sum + weight, 0));
  const exact = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const parts = exact.map((part) => part / all);
  const left = Number(BigInt(amount) - parts.reduce((sum, part) => sum + part, 0n));
  const byLoss = exact.map((part, at) => ({ at, lost: part % all })).sort((a, b) => Number(b.lost - a.lost));
  for (const { at } of byLoss.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts.map(Number);
}

/**
 * What the lines come to. Each line is rounded by itself to whole minor units, half up, and so are discount and tax; the
 * tax is on what the discount leaves.
 */
export function totalsOf(lines: readonly PriceLine[], adjustments: Adjustments, currency: string): Totals {
  const amounts = lines.map((line) => lineAmount(line, currency));
  const { subtotal, discount, tax, total } = sums(amounts, adjustments);
  return {
    lines: amounts.map(Number),
    subtotal: Number(subtotal),
    discount: Number(discount),
    tax: Number(tax),
    total: Number(total),
  };
}

/** Why the lines cannot be kept: prices with more decimals than the currency, or a sum that would not be exact. */
export function priceProblems(
  lines: readonly PriceLine[],
  adjustments: Adjustments,
  currency: string,
): FieldIssue[] {
  const fine = lines.flatMap(({ price }, at) =>
    toMinor(price, currency) === undefined
      ? [{ path: `pricing.${at}.price`, message: `price has more decimals than ${currency}` }]
      : [],
  );
  const { subtotal, total } = sums(
    lines.map((line) => lineAmount(line, currency)),
    adjustments,
  );
  const isExact = subtotal <= LARGEST_TOTAL && total <= LARGEST_TOTAL;
  return isExact ? fine : [...fine, { path: 'pricing', message: 'the sum of the prices is too large' }];
}

function sums(amounts: readonly bigint[], { discountPercent, taxPercent }: Adjustments) {
  const subtotal = amounts.reduce((sum, amount) => sum + amount, 0n);
  const discount = percentOf(subtotal, discountPercent);
  const tax = percentOf(subtotal - discount, taxPercent);
  return { subtotal, discount, tax, total: subtotal - discount + tax };
}

function lineAmount({ price, quantity }: PriceLine, currency: string): bigint {
  return halfUp(BigInt(nearestMinor(price, currency)) * thousandths(quantity), 1_000n);
}

function percentOf(amount: bigint, percent: number): bigint {
  return halfUp(amount * thousandths(percent), 100_000n);
}

const thousandths = (value: number) => BigInt(Math.round(value * 1_000));

const halfUp = (numerator: bigint, denominator: bigint) =>
  (numerator * 2n + denominator) / (denominator * 2n);
