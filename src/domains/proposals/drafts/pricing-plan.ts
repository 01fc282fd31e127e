import { shares } from '../money/amounts.js';
import { toMajor } from '../money/currency.js';
import type { ProposalPrice } from '../proposal.answers.dto.js';

interface PricedStep {
  readonly item: string;
  readonly description: string;
  readonly percent: number;
}

/** How the price of work on site divides. */
export const TRADE_PRICES: readonly PricedStep[] = [
  { item: 'Assessment and planning', description: 'Site visit, measurements and work plan', percent: 10 },
  { item: 'Materials', description: 'All materials and supplies the work needs', percent: 40 },
  { item: 'Labour', description: 'Installation and completion by our people', percent: 40 },
  { item: 'Permits and inspections', description: 'Permits, and the inspections they ask for', percent: 5 },
  { item: 'Cleanup and walkthrough', description: 'A clean site and a walk through the result', percent: 5 },
];

/** How the price of any other project divides. */
export const PROJECT_PRICES: readonly PricedStep[] = [
  { item: 'Setup and strategy', description: 'Planning, strategy and everything set up', percent: 20 },
  { item: 'Core implementation', description: 'The work itself and its main results', percent: 60 },
  { item: 'Testing and optimisation', description: 'Checks, corrections and fine tuning', percent: 15 },
  {
    item: 'Training and support',
    description: 'An introduction for your team, and help at first',
    percent: 5,
  },
];

/** Lines that add up to `total`, in minor units, exactly: each is one piece. */
export function pricingPlan(category: string, total: number, currency: string): ProposalPrice[] {
  const steps = category === 'trade' ? TRADE_PRICES : PROJECT_PRICES;
  const amounts = shares(
    total,
    steps.map(({ percent }) => percent),
  );
  return steps.map(({ item, description }, at) => ({
    item,
    description,
    price: toMajor(amounts[at] ?? 0, currency),
    quantity: 1,
  }));
}
