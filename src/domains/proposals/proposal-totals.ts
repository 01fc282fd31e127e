import { totalsOf } from './money/amounts.js';
import { toMajor } from './money/currency.js';
import type { ProposalBody, ProposalTotals } from './proposal.answers.dto.js';

type Priced = Pick<ProposalBody, 'pricing' | 'currency' | 'discount_percent' | 'tax_percent'>;

/** What the prices of a proposal come to, in major units. */
export function proposalTotals({ pricing, currency, discount_percent, tax_percent }: Priced): ProposalTotals {
  const adjustments = { discountPercent: discount_percent, taxPercent: tax_percent };
  const { subtotal, discount, tax, total } = totalsOf(pricing, adjustments, currency);
  return {
    subtotal: toMajor(subtotal, currency),
    discount: toMajor(discount, currency),
    tax: toMajor(tax, currency),
    total: toMajor(total, currency),
  };
}
