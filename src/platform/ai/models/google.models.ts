import { type ModelEntry, modelsOf } from './model-entry.js';

const FLASH = { context: 1_048_576, maxOutput: 65_536, thinks: true } as const;
/** The notice has been seen on this day; it may be older. */
const GEMINI_25_RETIRES = { deprecatedSince: '2026-11-10', retiresOn: '2026-12-01' } as const;

const TEXT: readonly ModelEntry[] = [
  {
    name: 'gemini-3.8-flash',
    ...FLASH,
    lacks: ['temperature'],
    tokens: [0.75, 0.075, 3.75],
    pricedAt: '2026-10-07',
  },
  {
    name: 'gemini-3.7-flash',
    ...FLASH,
    lacks: ['temperature'],
    tokens: [0.75, 0.075, 3.75],
    pricedAt: '2026-10-07',
  },
  {
    name: 'gemini-3.6-flash',
    ...FLASH,
    lacks: ['temperature'],
    tokens: [0.75, 0.075, 3.75],
    pricedAt: '2026-10-07',
  },
  { name: 'gemini-3.5-flash', ...FLASH, tokens: [1.5, 0.15, 9], pricedAt: '2026-07-24' },
  {
    name: 'gemini-3.5-flash-lite',
    ...FLASH,
    lacks: ['temperature'],
    tokens: [0.3, 0.03, 2.5],
    pricedAt: '2026-07-24',
  },
  { name: 'gemini-3.1-flash-lite', ...FLASH, tokens: [0.25, 0.025, 1.5], pricedAt: '2026-07-24' },
  {
    // Google shut gemini-3-pro-preview down on 9 March 2026 and answers for it with this one.
    name: 'gemini-3-pro',
    apiId: 'gemini-3.1-pro-preview',
    ...FLASH,
    tokens: [2, 0.2, 12],
    long: { above: 200_000, tokens: [4, 0.4, 18] },
    pricedAt: '2026-07-02',
  },
  {
    name: 'gemini-3-flash',
    apiId: 'gemini-3-flash-preview',
    ...FLASH,
    tokens: [0.5, 0.05, 3],
    pricedAt: '2026-07-02',
  },
  {
    name: 'gemini-2.5-pro',
    ...FLASH,
    ...GEMINI_25_RETIRES,
    tokens: [1.25, 0.125, 10],
    long: { above: 200_000, tokens: [2.5, 0.25, 15] },
    pricedAt: '2026-07-24',
    replacedBy: 'gemini-3.8-flash',
  },
  {
    name: 'gemini-2.5-flash',
    ...FLASH,
    ...GEMINI_25_RETIRES,
    tokens: [0.3, 0.03, 2.5],
    pricedAt: '2026-07-24',
    replacedBy: 'gemini-3.5-flash-lite',
    isDefault: true,
  },
  {
    name: 'gemini-2.5-flash-lite',
    ...FLASH,
    thinks: false,
    tokens: [0.1, 0.01, 0.4],
    pricedAt: '2026-07-24',
  },
  {
    name: 'gemini-2.0-flash',
    ...FLASH,
    thinks: false,
    maxOutput: 8_192,
    tokens: [0.1, 0.025, 0.4],
    pricedAt: '2026-07-02',
    deprecatedSince: '2026-01-22',
    retiresOn: '2026-06-01',
    replacedBy: 'gemini-3.1-flash-lite',
  },
];

const EMBEDDING: readonly ModelEntry[] = [
  {
    name: 'gemini-embedding-001',
    context: 2_048,
    tokens: [0.15, null, null],
    pricedAt: '2026-07-02',
    isDefault: true,
  },
  { name: 'gemini-embedding-2' },
];

const IMAGE: readonly ModelEntry[] = [
  {
    // gemini-2.5-flash-image was shut down on 2 October 2026; this is the name's present bearer. One image of 1K.
    name: 'nano-banana',
    apiId: 'gemini-nano-banana-2.1',
    tokens: [1.5, null, 30],
    perImage: 0.0336,
    pricedAt: '2026-10-29',
    isDefault: true,
  },
  { name: 'gemini-3-pro-image' },
];

/** Veo 3.0 was shut down on 30 June 2026; Google names 3.1 in its place. Prices are for 1080p. */
const VIDEO: readonly ModelEntry[] = [
  {
    name: 'veo-3',
    apiId: 'veo-3.1-generate-preview',
    perSecond: 0.4,
    pricedAt: '2026-04-09',
    isDefault: true,
  },
  { name: 'veo-3-fast', apiId: 'veo-3.1-fast-generate-preview', perSecond: 0.12, pricedAt: '2026-04-09' },
];

export const GOOGLE_MODELS = [
  ...modelsOf('google', 'text', TEXT),
  ...modelsOf('google', 'embedding', EMBEDDING),
  ...modelsOf('google', 'image', IMAGE),
  ...modelsOf('google', 'video', VIDEO),
];
