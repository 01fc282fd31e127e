import { asked, type NamingCases, sent } from './naming-sweep.js';
import type { Things } from './things.js';

const lists = (path: string, more: Record<string, string> = {}): NamingCases<Things> => ({
  [`GET ${path} segment_id`]: asked(path, ({ segment }) => ({ ...more, segment_id: segment })),
  [`GET ${path} form_id`]: asked(path, ({ form }) => ({ ...more, form_id: form })),
  [`GET ${path} campaign_id`]: asked(path, ({ campaign }) => ({ ...more, campaign_id: campaign })),
  [`GET ${path} filter`]: asked(path, ({ form }) => ({
    ...more,
    filter: JSON.stringify({ event: 'submitted', form_id: form }),
  })),
});

const merges = (path: string): NamingCases<Things> => ({
  [`POST ${path} into`]: sent('POST', path, ({ lead }, { other }) => ({ into: lead, from: [other] })),
  [`POST ${path} from`]: sent('POST', path, ({ other }, { lead }) => ({ into: lead, from: [other] })),
  [`POST ${path} choose`]: sent('POST', path, ({ lead: company }, { lead, other }) => ({
    into: lead,
    from: [other],
    choose: { company },
  })),
});

const filtered = (path: string): NamingCases<Things> => ({
  [`POST ${path} filter`]: sent('POST', path, ({ form }) => ({
    filter: { event: 'submitted', form_id: form },
  })),
});

/** By method, path and field. */
export const LEAD_NAMING_CASES: NamingCases<Things> = {
  ...lists('/api/leads'),
  ...lists('/api/leads/search', { q: 'example.com' }),
  ...merges('/api/leads/merges/preview'),
  ...merges('/api/leads/merges'),
  ...filtered('/api/leads/segments/estimate'),
  ...filtered('/api/leads/segments/sample'),
  'GET /api/lead-capture/leads form_id': asked('/api/lead-capture/leads', ({ form }) => ({ form_id: form })),
  'GET /api/lead-capture/leads campaign_id': asked('/api/lead-capture/leads', ({ campaign }) => ({
    campaign_id: campaign,
  })),
  'GET /api/lead-capture/stats campaign_id': asked('/api/lead-capture/stats', ({ campaign }) => ({
    campaign_id: campaign,
  })),
  'POST /api/lead-capture/forms campaign_id': sent('POST', '/api/lead-capture/forms', ({ campaign }) => ({
    name: 'Another',
    campaign_id: campaign,
  })),
  'PUT /api/lead-capture/forms/{formId} campaign_id': ({ campaign }, { form }) => [
    'PUT',
    `/api/lead-capture/forms/${form}`,
    { campaign_id: campaign },
  ],
  'GET /api/leads/export segment_id': asked('/api/leads/export', ({ segment }) => ({ segment_id: segment })),
  'GET /api/leads/export filter': asked('/api/leads/export', ({ form }) => ({
    filter: JSON.stringify({ event: 'submitted', form_id: form }),
  })),
  'POST /api/leads/exports segment_id': sent('POST', '/api/leads/exports', ({ segment }) => ({
    segment_id: segment,
  })),
  'POST /api/leads/enrich lead_ids': sent('POST', '/api/leads/enrich', ({ lead }, { other }) => ({
    lead_ids: [other, lead],
    providers: ['signals'],
  })),
  'POST /api/leads/enrich segment_id': sent('POST', '/api/leads/enrich', ({ segment }) => ({
    segment_id: segment,
    providers: ['signals'],
  })),
  'POST /api/leads/score lead_ids': sent('POST', '/api/leads/score', ({ lead }, { other }) => ({
    lead_ids: [other, lead],
  })),
  'POST /api/leads/tags lead_ids': sent('POST', '/api/leads/tags', ({ lead }, { other }) => ({
    lead_ids: [other, lead],
    add: ['theirs'],
  })),
  'POST /api/leads/segments/{segmentId}/members lead_ids': ({ other: lead }, { segment, captured }) => [
    'POST',
    `/api/leads/segments/${segment}/members`,
    { lead_ids: [captured, lead] },
  ],
  'POST /api/leads/segments/{segmentId}/members/remove lead_ids': ({ lead }, { segment, other }) => [
    'POST',
    `/api/leads/segments/${segment}/members/remove`,
    { lead_ids: [other, lead] },
  ],
};
