import { both, enveloped, listed, type Step } from './step.js';

const ITEM = {
  id: 'number',
  title: 'string',
  content_type: 'string',
  platform: 'string|null',
  status: 'string',
  content: 'string|null',
  seo_score: 'number|null',
  readability_score: 'number|null',
  engagement_prediction: 'number|null',
  tags: [],
  created_at: 'string',
};
const WHOLE = { ...ITEM, html_content: 'string', cta: 'string|null', brief: {} };
const { created_at: _, ...WRITTEN } = ITEM;
const GENERATED = {
  ...WRITTEN,
  content: 'string',
  html_content: 'string',
  generated_content: 'string',
  variations: [{ title: 'string', score: 'number' }],
};
const ENTRY = {
  id: 'string',
  title: 'string',
  content_type: 'string',
  platform: [],
  scheduled_date: 'string',
  status: 'string',
};
const VERSION = { version: 'number', title: 'string', created_at: 'string' };
const TEXT = {
  title: 'Ten ideas for a spring garden',
  content: 'Spring begins below the ground. Good soil makes a garden that you will love all summer long.',
  keywords: ['spring garden'],
};
const LATER = '2099-03-01T08:00:00Z';

export const CONTENT_STEPS: readonly Step[] = [
  {
    route: 'POST /api/content/generate',
    body: {
      title: 'Spring sale of garden tools',
      content_type: 'blog',
      target_audience: 'people with a small garden',
      key_messages: ['A fifth off all spades'],
      platform: 'LinkedIn',
      tone: 'professional',
      length: 'short',
      keywords: ['garden tools'],
      cta: 'Order today',
    },
    defaults: { tone: 'professional', length: 'medium' },
    answers: enveloped(GENERATED),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [
      [{ title: undefined }, 'title'],
      [{ target_audience: undefined }, 'target_audience'],
      [{ content_type: 'sculpture' }, 'content_type'],
      [{ platform: 'smoke signals' }, 'platform'],
      [{ key_messages: [1] }, 'key_messages'],
    ],
  },
  {
    route: 'POST /api/content/generate',
    body: {
      topic: 'Spring sale of garden tools',
      audience: 'people with a small garden',
      tone: 'casual',
      platform: 'email',
      length: 'medium',
      keywords: ['garden tools'],
    },
    answers: enveloped({ ...GENERATED, content_type: '=email' }),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [[{ length: 'endless' }, 'length']],
  },
  {
    route: 'POST /api/content/create',
    alsoAt: ['POST /api/content'],
    status: 201,
    body: {
      type: 'social',
      platform: 'LinkedIn',
      brief: { topic: 'Spring garden', tone: 'friendly' },
      target_audience: 'People with their first garden',
      ...TEXT,
    },
    answers: enveloped({ ...WHOLE, content_type: '=social_post', status: '=draft' }),
    refused: [
      [{ type: undefined }, 'type'],
      [{ type: 'sculpture' }, 'type'],
      [{ platform: 'smoke signals' }, 'platform'],
      [{ brief: 'short' }, 'brief'],
    ],
    keeps: { contentId: 'data.id' },
  },
  {
    route: 'GET /api/content/library',
    query: '?content_type=social&platform=LinkedIn',
    answers: listed({ ...ITEM, content_type: '=social_post', platform: '=linkedin' }),
  },
  {
    route: 'POST /api/content/measure',
    body: { content_type: 'blog', platform: 'blog', ...TEXT },
    answers: enveloped({ near_duplicates: [], readability: {}, seo: {}, engagement: {}, network: null }),
  },
  { route: 'GET /api/content/{contentId}', answers: enveloped(WHOLE) },
  {
    route: 'PUT /api/content/{contentId}',
    body: { ...TEXT, title: 'Eleven ideas for a spring garden' },
    answers: enveloped({ ...WHOLE, title: '=Eleven ideas for a spring garden' }),
  },
  { route: 'POST /api/content/{contentId}/copy', status: 201, answers: enveloped(WHOLE) },
  {
    route: 'GET /api/content/{contentId}/measures',
    answers: enveloped({ readability: {}, seo: null, engagement: {}, network: {} }),
  },
  {
    route: 'GET /api/content/{contentId}/similar',
    answers: enveloped([{ id: 'number', title: 'string', status: 'string', similarity: 'number' }]),
  },
  {
    route: 'GET /api/content/{contentId}/versions',
    answers: listed(VERSION),
    keeps: { version: 'data.0.version' },
  },
  {
    route: 'GET /api/content/{contentId}/versions/{version}',
    answers: enveloped({ ...VERSION, content: 'string', html_content: 'string' }),
  },
  { route: 'POST /api/content/{contentId}/versions/{version}/restore', answers: enveloped(WHOLE) },
  {
    route: 'PATCH /api/content/{contentId}/status',
    body: { status: 'review' },
    answers: enveloped({ ...WHOLE, status: '=review' }),
  },
  {
    route: 'PATCH /api/content/{contentId}/status',
    body: { status: 'approved' },
    answers: enveloped({ ...WHOLE, status: '=approved' }),
  },
  {
    route: 'POST /api/content/{contentId}/schedule',
    body: { scheduled_for: LATER },
    answers: enveloped({ ...WHOLE, status: '=scheduled' }),
    refused: [
      [{ scheduled_for: 'soon' }, 'scheduled_for'],
      [{ scheduled_for: '2001-01-01T00:00:00Z' }, 'scheduled_for', 422],
    ],
  },
  {
    route: 'POST /api/content/calendar',
    status: 201,
    body: { title: 'Spring opening', content_type: 'social', platform: ['LinkedIn'], scheduled_date: LATER },
    answers: enveloped(ENTRY),
    refused: [[{ scheduled_date: 'soon' }, 'scheduled_date']],
    keeps: { entryId: 'data.id' },
  },
  {
    route: 'GET /api/content/calendar',
    query: '?from=2099-03-01&to=2099-03-31',
    answers: listed(ENTRY),
  },
  {
    route: 'PATCH /api/content/calendar/{entryId}',
    body: { scheduled_date: '2099-03-02T08:00:00Z' },
    answers: enveloped({ ...ENTRY, scheduled_date: '=2099-03-02T08:00:00Z' }),
    refused: [[{ scheduled_date: 'soon' }, 'scheduled_date']],
  },
  { route: 'DELETE /api/content/calendar/{entryId}', answers: enveloped({ deleted: true, id: 'string' }) },
  { route: 'DELETE /api/content/{contentId}', answers: enveloped({ deleted: true, id: 'number' }) },
  {
    route: 'POST /api/headlines/generate',
    body: { topic: 'spring sale of garden tools', count: 4 },
    defaults: { count: 5 },
    answers: both({ headlines: ['string'], topic: '=spring sale of garden tools' }),
    ai: 'data.ai',
    provenance: 'data.provenance',
    refused: [
      [{ topic: '' }, 'topic'],
      [{ count: 0 }, 'count'],
      [{ count: 2.5 }, 'count'],
    ],
  },
  {
    route: 'POST /api/headlines/analyze',
    body: { headline: 'Seven proven ways to a garden that you will love' },
    answers: both({ score: 'number', suggestions: ['string'], ai: false }),
    refused: [[{ headline: '   ' }, 'headline']],
  },
];
