import type { MadeObject, ObjectCases } from './object-case.js';
import { kept, type Tenant, told } from './tenant.js';

const keywordsAt =
  (prefix: string) =>
  async ({ app, id }: Tenant): Promise<MadeObject> => {
    const research = await kept(app, 'keyword_research', { created_by: id, query: 'spades' });
    return { path: `${prefix}/${research}`, GET: null, DELETE: null };
  };

/** What was found out. */
export const RESEARCH_CASES: ObjectCases = {
  '/api/keywords/history/:researchId': keywordsAt('/api/keywords/history'),
  '/api/keyword-research/history/:researchId': keywordsAt('/api/keyword-research/history'),
  '/api/research/:researchId': async ({ app, id }) => {
    const note = { user_id: id, content: 'Bakeries', topic: 'Bakeries' };
    return { path: `/api/research/${await kept(app, 'research_notes', note)}`, GET: null, DELETE: null };
  },
  '/api/scraper/results/:resultId': async ({ app, id }) => {
    const page = { user_id: id, url: 'https://example.com/', status: 'completed', data: {} };
    const result = await kept(app, 'scrape_results', page);
    return { path: `/api/scraper/results/${result}`, GET: null, DELETE: null };
  },
  '/api/scraper/schedules/:scheduleId': async ({ client }) => {
    const wanted = {
      name: 'Prices',
      scrape_type: 'scrape_page',
      config: { url: 'https://93.184.216.34/' },
      schedule_cron: '0 6 * * *',
    };
    const { id } = await told(client.post('/api/scraper/schedules', wanted));
    return { path: `/api/scraper/schedules/${id}`, GET: null, PATCH: { name: 'Other' }, DELETE: null };
  },
  '/api/analytics/reports/:reportId': async ({ app, id }) => {
    const report = await kept(app, 'analytics_reports', {
      user_id: id,
      title: 'January',
      report_type: 'monthly',
      period_start: '2026-01-01',
      period_end: '2026-02-01',
      metrics: {},
    });
    return { path: `/api/analytics/reports/${report}`, GET: null };
  },
};
