import { type ModelEntry, modelsOf } from './model-entry.js';

/** From these on OpenAI takes a temperature only from models that do not reason. */
const REASONS = { lacks: ['temperature'], thinks: true } as const;
/** These reason only when they are told to. */
const RESTS = { thinks: false } as const;
const GPT_5 = { ...REASONS, context: 400_000, maxOutput: 128_000, pricedAt: '2026-07-24' } as const;
const GPT_5_RETIRES = { deprecatedSince: '2026-06-11', retiresOn: '2026-12-11' } as const;
const GPT_5_LONG = { ...REASONS, context: 1_050_000, maxOutput: 128_000, pricedAt: '2026-07-24' } as const;
/** From GPT-5.6 on, what goes into the cache costs a quarter more than other input; before, it costs the same. */
const GPT_6 = { ...GPT_5_LONG, cacheWrites: 1.25, pricedAt: '2026-10-27' } as const;
const GPT_41 = {
  context: 1_047_576,
  maxOutput: 32_768,
  pricedAt: '2026-07-24',
  deprecatedSince: '2026-10-14',
  retiresOn: '2027-01-14',
  replacedBy: 'gpt-6-luna',
} as const;

/** What a prompt of more than 272,000 tokens costs: input twice, output one and a half times as much. */
const doubled = (input: number, cachedInput: number | null, output: number): Partial<ModelEntry> => ({
  tokens: [input, cachedInput, output],
  long: {
    above: 272_000,
    tokens: [input * 2, cachedInput === null ? null : cachedInput * 2, output * 1.5],
  },
});

const TEXT: readonly ModelEntry[] = [
  { name: 'gpt-6-astra', ...GPT_6, ...doubled(10, 1, 50) },
  { name: 'gpt-6.1-sol', ...GPT_6, ...doubled(2, 0.1, 10) },
  { name: 'gpt-6.1-terra', ...GPT_6, ...doubled(1, 0.05, 5) },
  { name: 'gpt-6-sol', ...GPT_6, ...doubled(2, 0.2, 10) },
  { name: 'gpt-6-luna', ...GPT_6, ...doubled(0.1, 0.01, 0.5) },
  { name: 'gpt-5.6-sol', ...GPT_6, ...doubled(4, null, 20) },
  { name: 'gpt-5.6-terra', ...GPT_6, ...doubled(2, 0.2, 12) },
  { name: 'gpt-5.6-luna', ...GPT_6, ...doubled(0.2, 0.02, 1.2) },
  { name: 'gpt-5.5', ...GPT_5_LONG, ...doubled(5, 0.5, 30) },
  { name: 'gpt-5.4', ...GPT_5_LONG, ...RESTS, ...doubled(2.5, 0.25, 15) },
  { name: 'gpt-5.4-mini', ...GPT_5, ...RESTS, tokens: [0.75, 0.075, 4.5] },
  { name: 'gpt-5.4-nano', ...GPT_5, ...RESTS, tokens: [0.2, 0.02, 1.25] },
  { name: 'gpt-5.2', ...GPT_5, ...RESTS, tokens: [1.75, 0.175, 14] },
  {
    name: 'gpt-5.1',
    ...GPT_5,
    ...RESTS,
    tokens: [1.25, 0.125, 10],
    deprecatedSince: '2026-10-28',
    retiresOn: '2027-04-01',
  },
  { name: 'gpt-5', ...GPT_5, ...GPT_5_RETIRES, tokens: [1.25, 0.125, 10], replacedBy: 'gpt-6.1-sol' },
  {
    name: 'gpt-5-mini',
    ...GPT_5,
    ...GPT_5_RETIRES,
    tokens: [0.25, 0.025, 2],
    replacedBy: 'gpt-6.1-terra',
    isDefault: true,
  },
  { name: 'gpt-5-nano', ...GPT_5, ...GPT_5_RETIRES, tokens: [0.05, 0.005, 0.4], replacedBy: 'gpt-6-luna' },
  { name: 'gpt-4.1', ...GPT_41, tokens: [2, 0.5, 8] },
  { name: 'gpt-4.1-mini', ...GPT_41, tokens: [0.4, 0.1, 1.6] },
  {
    name: 'o3',
    ...REASONS,
    ...GPT_5_RETIRES,
    context: 200_000,
    maxOutput: 100_000,
    tokens: [2, 0.5, 8],
    pricedAt: '2026-07-24',
    replacedBy: 'gpt-6.1-sol',
  },
  {
    name: 'o4-mini',
    ...REASONS,
    context: 200_000,
    maxOutput: 100_000,
    tokens: [1.1, 0.275, 4.4],
    pricedAt: '2026-07-24',
    deprecatedSince: '2026-04-22',
    retiresOn: '2026-10-23',
    replacedBy: 'gpt-5.6-terra',
  },
];

const EMBEDDING: readonly ModelEntry[] = [
  {
    name: 'text-embedding-3-small',
    context: 8_191,
    tokens: [0.02, null, null],
    pricedAt: '2026-07-02',
    isDefault: true,
  },
  { name: 'text-embedding-3-large', context: 8_191, tokens: [0.13, null, null], pricedAt: '2026-07-02' },
];

const IMAGE: readonly ModelEntry[] = [
  { name: 'gpt-image-2.6-sunburst', tokens: [5, 1.25, 30], pricedAt: '2026-11-05', isDefault: true },
  { name: 'gpt-image-2.6-flare' },
  { name: 'gpt-image-2', tokens: [5, 1.25, 30], pricedAt: '2026-07-24' },
  {
    name: 'gpt-image-1.5',
    tokens: [5, 1.25, 32],
    pricedAt: '2026-07-24',
    deprecatedSince: '2026-06-02',
    retiresOn: '2026-12-01',
    replacedBy: 'gpt-image-2.6-sunburst',
  },
];

export const OPENAI_MODELS = [
  ...modelsOf('openai', 'text', TEXT),
  ...modelsOf('openai', 'embedding', EMBEDDING),
  ...modelsOf('openai', 'image', IMAGE),
];
