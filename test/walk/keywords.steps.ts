import type { Step } from './step.js';

const KEYWORD = {
  keyword: 'string',
  search_volume: 'number',
  difficulty: 'number',
  cpc: 'number',
  competition: '=Low|=Medium|=High',
  serp_features: [],
  trend_data: [{ month: 'string', volume: 'number', competition: 'number' }],
};
const FOUND = { research_id: 'string', query: 'string', keywords: [KEYWORD], total_keywords: 'number' };
const ITEM = {
  id: 'string',
  query: 'string',
  keywords: [KEYWORD],
  created_at: 'string',
  updated_at: 'string',
};
const ESTIMATED = { estimated: true, source: '=estimator' };
const answered = (data: object) => ({ success: true, data: { ...data, ...ESTIMATED } });

/** Both prefixes serve the same. */
export const KEYWORD_STEPS: readonly Step[] = ['/api/keywords', '/api/keyword-research'].flatMap(
  (prefix): Step[] => [
    {
      route: `POST ${prefix}/research`,
      body: { seed_keywords: ['running shoes'], location: 'US', industry: 'retail' },
      answers: answered({ ...FOUND, location: '=US', industry: '=retail' }),
      refused: [
        [{ seed_keywords: [] }, 'seed_keywords'],
        [{ seed_keywords: [7] }, 'seed_keywords'],
        [{ seed_keywords: ['x'.repeat(81)] }, 'seed_keywords'],
        [{ location: 'Atlantis' }, 'location', 422],
      ],
    },
    {
      route: `POST ${prefix}/competitor`,
      body: { competitor_domain: 'example.com' },
      answers: answered({ ...FOUND, competitor_domain: '=example.com', competitor: '=example.com' }),
      refused: [[{ competitor_domain: 'https://example.com/' }, 'competitor_domain']],
    },
    {
      route: `POST ${prefix}/trending`,
      body: { industry: 'travel' },
      answers: answered({ ...FOUND, industry: '=travel' }),
      refused: [[{ industry: 'x'.repeat(81) }, 'industry']],
    },
    {
      route: `POST ${prefix}/analyze`,
      body: { keywords: ['running shoes'] },
      answers: {
        status: '=success',
        analysis: { keywords: [KEYWORD], suggestions: ['string'], difficulty_score: 'number', ...ESTIMATED },
      },
      refused: [[{ keywords: [] }, 'keywords']],
    },
    {
      route: `GET ${prefix}/suggestions`,
      query: '?query=running%20shoes',
      answers: { suggestions: ['string'], ...ESTIMATED },
    },
    {
      route: `GET ${prefix}/history`,
      answers: { success: true, data: [ITEM] },
      keeps: { researchId: 'data.0.id' },
    },
    { route: `GET ${prefix}/history/{researchId}`, answers: { success: true, data: ITEM } },
    { route: `DELETE ${prefix}/history/{researchId}`, answers: { success: true, data: { deleted: true } } },
  ],
);
