import { PNG } from '../domains/brand/logos.makers.js';
import { both, enveloped, listed, type Step } from './step.js';

const COLORS = { primary: 'string', secondary: 'string' };
const BRAND = {
  id: 'string',
  version: 'number|null',
  name: 'string',
  description: 'string',
  colors: COLORS,
  fonts: { heading: 'string|null', body: 'string|null' },
  voice: 'string',
  tones: {},
  dos: [],
  donts: [],
  banned_phrases: [],
  required_phrases: [],
  terminology: [],
};
const CHANGES = {
  name: 'Acme',
  description: 'Tools for people who sell outdoors.',
  colors: { primary: '#3b82f6', secondary: '#64748b' },
  fonts: { heading: 'Inter' },
  voice: 'A neighbour who knows tools.',
  tones: { formal_casual: 70 },
  banned_phrases: ['best in class'],
  required_phrases: ['Acme Tools'],
  terminology: [{ term: 'customer', instead_of: ['client'] }],
};
const UPDATED = {
  status: '=success',
  message: '=Brand information updated',
  brand: { ...BRAND, name: '=Acme' },
};
const VIOLATION = { rule: 'string', severity: 'string', start: 'number', end: 'number', found: 'string' };
const VERSION = { id: 'string', version: 'number', changed_fields: [], created_at: 'string' };
const LOGO = { id: 'string', name: 'string', content_type: 'string', bytes: 'number', is_primary: true };
const ALIGNMENT = { id: 'string', content_id: '=post-42', score: 'number', created_at: 'string' };
const TEXT = 'Our client gets best in class tools! You will love them.';

export const BRAND_STEPS: readonly Step[] = [
  {
    route: 'GET /api/brand',
    answers: {
      brand: {
        ...BRAND,
        name: '=Marketing Automation Platform',
        description: '=AI-powered marketing automation',
        colors: { primary: '=#3b82f6', secondary: '=#64748b' },
      },
    },
  },
  {
    route: 'POST /api/brand/update',
    body: CHANGES,
    answers: UPDATED,
    refused: [[{ colors: { primary: 'blue' } }, 'colors.primary']],
    keeps: { brandId: 'brand.id' },
  },
  {
    route: 'PUT /api/brand',
    body: CHANGES,
    answers: UPDATED,
    refused: [[{ colors: { secondary: '#12' } }, 'colors.secondary']],
  },
  { route: 'GET /api/brand/versions', answers: listed(VERSION), keeps: { version: 'data.0.version' } },
  { route: 'GET /api/brand/versions/{version}', answers: enveloped({ ...VERSION, brand: BRAND }) },
  { route: 'POST /api/brand/versions/{version}/restore', answers: enveloped(BRAND) },
  {
    route: 'POST /api/brand/voice-analysis',
    body: ({ brandId = '' }) => ({ content: TEXT, brandId }),
    answers: enveloped({
      score: 'number',
      consistency: 'number',
      tone_alignment: 'number',
      vocabulary_issues: ['string'],
      style_compliance: { sentence_length: 'number', complexity: 'number', formality: 'number' },
      suggestions: ['string'],
      brand_terms: [],
      flagged_phrases: ['string'],
    }),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [
      [{ content: '' }, 'content'],
      [{ brandId: 'mine' }, 'brandId'],
    ],
  },
  {
    route: 'GET /api/brand/documents',
    answers: listed({
      id: 'string',
      name: 'string',
      content: 'string',
      voice_profile: {
        tone: 'string',
        personality: ['string'],
        vocabulary: ['string'],
        style_guidelines: {},
      },
    }),
  },
  {
    route: 'GET /api/brand/terminology',
    answers: both({ terms: ['=customer'], phrases: ['=Acme Tools'] }),
  },
  {
    route: 'POST /api/brand/alternatives',
    body: ({ brandId = '' }) => ({ text: TEXT, brandId }),
    answers: both({ alternatives: ['string'] }),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [[{ text: '' }, 'text']],
  },
  {
    route: 'POST /api/brand/enhance',
    body: ({ brandId = '' }) => ({ content: TEXT, targetVoice: 'warmer', brandId }),
    answers: both({ enhanced_content: 'string' }),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [[{ content: '' }, 'content']],
  },
  {
    route: 'POST /api/brand/check',
    body: { content: TEXT },
    answers: enveloped({ passed: false, violations: [VIOLATION], total: 'number', counts: {} }),
  },
  {
    route: 'POST /api/brand/track-alignment',
    status: 201,
    body: { contentId: 'post-42', score: 86 },
    answers: enveloped(ALIGNMENT),
  },
  { route: 'GET /api/brand/alignments', query: '?content_id=post-42', answers: listed(ALIGNMENT) },
  {
    route: 'GET /api/brand/alignments/summary',
    answers: enveloped({
      days: 'number',
      count: 'number',
      average: 'number',
      lowest: 'number',
      highest: 'number',
    }),
  },
  {
    route: 'POST /api/brand/logos',
    query: '?name=Dark',
    status: 201,
    file: new Uint8Array(PNG),
    headers: { 'content-type': 'image/png' },
    answers: enveloped(LOGO),
    keeps: { logoId: 'data.id' },
  },
  { route: 'GET /api/brand/logos', answers: listed(LOGO) },
  { route: 'GET /api/brand/logos/{logoId}/file', answers: '=image/png' },
  { route: 'DELETE /api/brand/logos/{logoId}', answers: enveloped({ deleted: true }) },
];
