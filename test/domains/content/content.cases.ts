import { randomUUID } from 'node:crypto';
import type { Provenance } from '#platform/ai/provenance.dto';

type Refused = [fields: object, path: string];

export const PROSE =
  'A spring garden begins below the ground. Turn the soil when it is dry, and not before. Then let it rest for a week. ' +
  'You can sow the first peas as soon as the nights are mild, and they will be up within ten days.';

/** No content, each with the field that is wrong. */
export const NO_CONTENT: Refused[] = [
  [{}, 'type'],
  [{ type: 'song' }, 'type'],
  [{ type: 7 }, 'type'],
  [{ type: 'blog', content_type: 'song' }, 'content_type'],
  [{ type: 'blog', platform: 'Orkut' }, 'platform'],
  [{ type: 'blog', title: ' ' }, 'title'],
  [{ type: 'blog', title: 'x'.repeat(301) }, 'title'],
  [{ type: 'blog', content: null }, 'content'],
  [{ type: 'blog', content: 'x'.repeat(100_001) }, 'content'],
  [{ type: 'blog', html_content: 5 }, 'html_content'],
  [{ type: 'blog', brief: 'spring' }, 'brief'],
  [{ type: 'blog', brief: { a: 'x'.repeat(33_000) } }, 'brief'],
  [{ type: 'blog', brief: [] }, 'brief'],
  [{ type: 'blog', target_audience: {} }, 'target_audience'],
  [{ type: 'blog', keywords: 'spring' }, 'keywords'],
  [{ type: 'blog', keywords: [''] }, 'keywords'],
  [{ type: 'blog', tags: Array.from({ length: 51 }, () => 'a') }, 'tags'],
  [{ type: 'blog', campaign_id: '7' }, 'campaign_id'],
  [{ type: 'blog', status: 'published' }, 'status'],
  [{ type: 'blog', provenance: {} }, 'provenance'],
  [{ type: 'blog', user_id: randomUUID() }, 'user_id'],
];

/** A draft of which nothing is known but what is usual. */
export const BARE_DRAFT = {
  title: 'Spring garden',
  content_type: 'blog_post',
  platform: 'linkedin',
  status: 'draft',
  content: null,
  html_content: '',
  cta: null,
  meta_description: null,
  keywords: [],
  tags: [],
  brief: { topic: 'Spring garden', tone: 'friendly' },
  target_audience: 'People with their first garden',
  campaign_id: null,
  version: 1,
  seo_score: null,
  readability_score: null,
  engagement_prediction: null,
  estimated: true,
  quality_score: null,
  passed_quality_gate: false,
  scheduled_for: null,
  published_at: null,
  approved_at: null,
  approved_by: null,
  edited_at: null,
  provenance: {
    ai: false,
    provider: 'offline',
    model: 'person',
    prompt_version: null,
    brand_version: null,
    sources: [],
    cost_usd: 0,
    run_id: null,
  },
  metadata: {},
  generated_content_id: null,
  near_duplicates: [],
  created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  updated_at: expect.stringMatching(/Z$/),
};

/** Queries that the library refuses. */
export const NO_LIBRARY_QUERIES = [
  'limit=0',
  'limit=101',
  'content_type=song',
  'platform=orkut',
  'status=asleep',
  'tag=',
  'campaign_id=7',
  'q=%21%21',
  'created_from=yesterday',
  'created_to=2026-02-31',
  'created_to=2026-01-01T25:00:00Z',
  'cursor=zzz',
  `cursor=${Buffer.from('["2026-01-01T00:00:00Z","a"]').toString('base64url')}`,
  'sort=title',
];

/** No calendar entries. */
export const NO_ENTRIES: Refused[] = [
  [{ title: '' }, 'title'],
  [{ title: undefined }, 'title'],
  [{ content_type: 'song' }, 'content_type'],
  [{ platform: 'x' }, 'platform'],
  [{ platform: ['orkut'] }, 'platform'],
  [{ scheduled_date: 'soon' }, 'scheduled_date'],
  [{ scheduled_date: undefined }, 'scheduled_date'],
  [{ assigned_to: 'me' }, 'assigned_to'],
  [{ created_by: randomUUID() }, 'created_by'],
];

/** A text that a model wrote. */
export const BY_MODEL: Provenance = {
  ai: true,
  provider: 'openai',
  model: 'gpt-5-mini',
  prompt_version: 'content.piece@2',
  brand_version: 3,
  sources: [{ kind: 'document', ref: randomUUID(), title: 'Prices', offset: 12 }],
  cost_usd: 0.00045,
  run_id: randomUUID(),
};
