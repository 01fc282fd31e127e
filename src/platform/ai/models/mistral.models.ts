import { type ModelEntry, modelsOf } from './model-entry.js';

/** Cached input costs a tenth of fresh. */
const TEXT: readonly ModelEntry[] = [
  {
    name: 'mistral-large-latest',
    context: 262_144,
    tokens: [0.5, 0.05, 1.5],
    pricedAt: '2026-07-02',
    isDefault: true,
  },
  {
    name: 'mistral-large-4',
    apiId: 'mistral-large-4-0',
    context: 1_048_576,
    tokens: [1.36, 0.136, 4.18],
    pricedAt: '2026-10-20',
  },
  { name: 'mistral-medium-latest', context: 262_144, tokens: [1.5, 0.15, 7.5], pricedAt: '2026-05-22' },
  { name: 'mistral-small-latest', context: 256_000, tokens: [0.15, 0.015, 0.6], pricedAt: '2026-07-02' },
];

const EMBEDDING: readonly ModelEntry[] = [
  {
    name: 'mistral-embed',
    context: 8_000,
    tokens: [0.1, null, null],
    pricedAt: '2026-07-02',
    isDefault: true,
  },
];

export const MISTRAL_MODELS = [
  ...modelsOf('mistral', 'text', TEXT),
  ...modelsOf('mistral', 'embedding', EMBEDDING),
];
