const BASE_TERMS = {
  payment_terms: '50% upfront, 50% on completion.',
  revision_policy: 'Up to 3 rounds of revisions are included.',
  intellectual_property: 'All rights pass to the client with the final payment.',
  cancellation_policy: 'Either side may cancel with 30 days notice; work done by then is paid.',
  warranty: '90 days of warranty on all work.',
};

const TRADE_TERMS = {
  warranty: '1 year of warranty on workmanship; materials carry the warranty of their makers.',
  weather_policy: 'Work outdoors may be put off because of the weather.',
  permits: 'The permits and inspections that the work needs are included.',
  liability: 'We hold the licences and the insurance that the work requires.',
  changes: 'Changes of scope are agreed in writing and may change price and dates.',
};

const DEVELOPMENT_TERMS = {
  hosting: 'The client pays for hosting and domain names.',
  maintenance: 'Maintenance after the warranty can be agreed separately.',
  source_code: 'The complete source code is handed over on completion.',
};

/** The terms that go with templates of a category. */
export function termsPlan(category: string): Record<string, string> {
  if (category === 'trade') return { ...BASE_TERMS, ...TRADE_TERMS };
  return category === 'development' ? { ...BASE_TERMS, ...DEVELOPMENT_TERMS } : { ...BASE_TERMS };
}

const ORDER = Object.keys({ ...BASE_TERMS, ...TRADE_TERMS, ...DEVELOPMENT_TERMS });

/** The terms in the order in which they are read: those that a plan knows first, then the others as they came. */
export function inReadingOrder(terms: Record<string, string>): Record<string, string> {
  const rank = (key: string) => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  return Object.fromEntries(Object.entries(terms).sort(([a], [b]) => rank(a) - rank(b)));
}
