import { enveloped, listed, type Step } from './step.js';

const SCHEDULE = {
  id: 'string',
  name: 'string',
  scrape_type: '=scrape_page',
  config: { url: 'string' },
  schedule_cron: '=0 7 * * *',
  is_active: 'boolean',
  last_run_at: null,
  next_run_at: 'string|null',
  created_at: 'string',
};
const NEW = { name: 'Prices', scrape_type: 'scrape_page', schedule_cron: '0 7 * * *' };

export const SCHEDULE_STEPS: readonly Step[] = [
  {
    route: 'POST /api/scraper/schedules',
    status: 201,
    body: ({ shop = '' }) => ({ ...NEW, config: { url: `${shop}/about` } }),
    defaults: { is_active: true },
    answers: enveloped(SCHEDULE),
    refused: [
      [{ scrape_type: 'dance' }, 'scrape_type'],
      [{ schedule_cron: 'sometimes' }, 'schedule_cron', 422],
      [{ config: {} }, 'config.url', 422],
    ],
    keeps: { scheduleId: 'data.id' },
  },
  { route: 'GET /api/scraper/schedules', answers: listed(SCHEDULE) },
  { route: 'GET /api/scraper/schedules/{scheduleId}', answers: enveloped(SCHEDULE) },
  {
    route: 'PATCH /api/scraper/schedules/{scheduleId}',
    body: { name: 'Old prices', is_active: false },
    answers: enveloped({ ...SCHEDULE, is_active: false }),
  },
  { route: 'DELETE /api/scraper/schedules/{scheduleId}', answers: enveloped({ deleted: true }) },
];
