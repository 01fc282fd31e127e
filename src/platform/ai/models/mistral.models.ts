import { type ModelEntry, modelsOf } from './model-entry.js';

const TEXT: readonly ModelEntry[] = [
  {
    name: 'mistral-large-latest',
    context: 262_144,
    tokens: [0.5, null, 1.5],
    pricedAt: '2026-07-02',
    isDefault: true,
  },
  {
    name: 'mistral-large-4',
    apiId: 'mistral-large-4-0',
    context: 1_048_576,
    tokens: [1.36, null, 4.18],
    pricedAt: '2026-10-20',
  },
  { name: 'mistral-medium-latest', context: 262_144, tokens: [1.5, null, 7.5], pricedAt: '2026-05-22' },
  { name: 'mistral-small-latest', context: 256_000, tokens: [0.15, null, 0.6], pricedAt: '2026-07-02' },
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
