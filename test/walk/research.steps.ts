import { enveloped, listed, type Step } from './step.js';

const FOUND = {
  id: 'string',
  topic: 'string',
  statements: [{ kind: 'string', text: 'string', sources: [] }],
  sources: [{ url: 'string', fetched_at: 'string', content_hash: 'string', excerpt: 'string' }],
  created_at: 'string',
};
const about = ({ shop = '' }) => `${shop}/about`;

export const RESEARCH_STEPS: readonly Step[] = [
  {
    route: 'GET /api/research/topics',
    by: 'anybody',
    answers: {
      topics: [{ id: '=market_trends|=competitor_analysis|=customer_insights', name: 'string' }],
    },
  },
  {
    route: 'POST /api/research/analyze',
    body: (made) => ({ topic: 'Bakeries in Berlin', urls: [about(made)] }),
    answers: {
      status: '=success',
      analysis: {
        topic: '=Bakeries in Berlin',
        insights: ['string'],
        recommendations: [],
        sources: FOUND.sources,
      },
    },
    ai: 'analysis.ai',
    provenance: 'analysis.provenance',
    refused: [
      [{ topic: '  ' }, 'topic', 400, 'Research topic is required'],
      [{ topic: undefined }, 'topic', 400, 'Research topic is required'],
      [{ urls: [7] }, 'urls'],
    ],
    keeps: { researchId: 'analysis.research_id' },
  },
  { route: 'GET /api/research', answers: listed(FOUND), provenance: 'data.0.provenance' },
  { route: 'GET /api/research/{researchId}', answers: enveloped(FOUND), provenance: 'data.provenance' },
  { route: 'DELETE /api/research/{researchId}', answers: enveloped({ deleted: true }) },
];
