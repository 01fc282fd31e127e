import { type ModelEntry, modelsOf } from './model-entry.js';

/** What is kept for five minutes, as we ask for it, costs a quarter more than other input. */
const KEPT = { cacheWrites: 1.25, pricedAt: '2026-10-24' } as const;
const SMALL = { ...KEPT, context: 200_000, maxOutput: 64_000 } as const;
const LARGE = { ...KEPT, context: 1_000_000, maxOutput: 128_000 } as const;
/** These think by themselves and refuse a temperature. */
const THINKS = { ...LARGE, lacks: ['temperature'], thinks: true } as const;

/** Where the day of the notice is not published, `deprecatedSince` is 60 days before the end, the shortest notice given. */
const TEXT: readonly ModelEntry[] = [
  { name: 'claude-fable-5.1', apiId: 'claude-fable-5-1', ...THINKS, tokens: [10, 0.25, 50] },
  { name: 'claude-opus-5.5', apiId: 'claude-opus-5-5', ...THINKS, tokens: [4, 0.2, 20] },
  { name: 'claude-sonnet-5.5', apiId: 'claude-sonnet-5-5', ...THINKS, tokens: [2, 0.1, 10] },
  {
    name: 'claude-haiku-5.5',
    apiId: 'claude-haiku-5-5',
    ...THINKS,
    tokens: [0.1, 0.01, 0.5],
    long: { above: 100_000, tokens: [0.5, 0.05, 2.5] },
  },
  { name: 'claude-opus-5', ...THINKS, tokens: [5, 0.5, 25] },
  { name: 'claude-sonnet-5', ...THINKS, tokens: [2, 0.2, 10] },
  { name: 'claude-opus-4.8', apiId: 'claude-opus-4-8', ...THINKS, tokens: [5, 0.5, 25] },
  { name: 'claude-opus-4.7', apiId: 'claude-opus-4-7', ...THINKS, tokens: [5, 0.5, 25] },
  { name: 'claude-opus-4.6', apiId: 'claude-opus-4-6', ...LARGE, tokens: [5, 0.5, 25] },
  {
    name: 'claude-sonnet-4.6',
    apiId: 'claude-sonnet-4-6',
    ...LARGE,
    maxOutput: 64_000,
    tokens: [3, 0.3, 15],
  },
  { name: 'claude-opus-4.5', apiId: 'claude-opus-4-5', ...SMALL, tokens: [5, 0.5, 25] },
  {
    name: 'claude-sonnet-4.5',
    apiId: 'claude-sonnet-4-5',
    ...SMALL,
    tokens: [3, 0.3, 15],
    deprecatedSince: '2026-10-01',
    retiresOn: '2026-11-30',
    replacedBy: 'claude-sonnet-4.6',
    isDefault: true,
  },
  { name: 'claude-haiku-4.5', apiId: 'claude-haiku-4-5', ...SMALL, tokens: [1, 0.1, 5] },
  {
    name: 'claude-opus-4.1',
    apiId: 'claude-opus-4-1',
    ...SMALL,
    maxOutput: 32_000,
    tokens: [15, 1.5, 75],
    deprecatedSince: '2026-06-05',
    retiresOn: '2026-08-05',
    replacedBy: 'claude-opus-4.8',
  },
  {
    name: 'claude-sonnet-4',
    apiId: 'claude-sonnet-4-20250514',
    ...SMALL,
    tokens: [3, 0.3, 15],
    deprecatedSince: '2026-04-16',
    retiresOn: '2026-06-15',
    replacedBy: 'claude-sonnet-4.6',
  },
];

export const ANTHROPIC_MODELS = modelsOf('anthropic', 'text', TEXT);
