import type { ScriptedAnswer } from '../../support/scripted-server.js';

interface Item {
  volume?: number | null;
  difficulty?: number | null;
  cpc?: number | null;
  level?: string | null;
  /** Searches of the last months, newest first, as DataForSEO lists them. */
  months?: readonly number[];
  features?: readonly string[];
  intent?: string | null;
}

/** One keyword as the Labs API tells it, with fields that nobody here reads. */
export function labsItem(keyword: string, item: Item = {}): Record<string, unknown> {
  const { volume = 1_000, difficulty = 40, cpc = 1.25, level = 'MEDIUM', intent = 'commercial' } = item;
  const months = item.months ?? Array.from({ length: 12 }, () => volume ?? 0);
  return {
    se_type: 'google',
    keyword,
    location_code: 2840,
    language_code: 'en',
    keyword_info: {
      se_type: 'google',
      last_updated_time: '2026-11-15 12:57:46 +00:00',
      competition: 0.42,
      competition_level: level,
      cpc,
      search_volume: volume,
      low_top_of_page_bid: 0.5,
      categories: [10019],
      monthly_searches: months.map((searches, back) => ({
        year: back < 10 ? 2026 : 2025,
        month: back < 10 ? 10 - back : 22 - back,
        search_volume: searches,
      })),
      search_volume_trend: { monthly: 0, quarterly: 0, yearly: 0 },
    },
    clickstream_keyword_info: null,
    keyword_properties: { se_type: 'google', core_keyword: null, keyword_difficulty: difficulty },
    serp_info: {
      se_type: 'google',
      serp_item_types: item.features ?? ['organic', 'people_also_ask', 'ai_overview', 'paid'],
      se_results_count: 123,
    },
    search_intent_info: { se_type: 'google', main_intent: intent, foreign_intent: null },
  };
}

interface Task {
  status_code?: number;
  status_message?: string;
  result?: unknown;
}

/** The envelope of one task. */
export function envelope(task: Task, path?: string): ScriptedAnswer {
  const { status_code: code = 20000, status_message: message = 'Ok.', result = null } = task;
  return {
    ...(path !== undefined && { path }),
    body: {
      version: '0.1.20261101',
      status_code: 20000,
      status_message: 'Ok.',
      time: '0.1 sec.',
      cost: 0.01,
      tasks_count: 1,
      tasks_error: code === 20000 ? 0 : 1,
      tasks: [
        {
          id: '11271535-0696-0110-0000-a81d0414edbe',
          status_code: code,
          status_message: message,
          time: '0.1 sec.',
          cost: 0.01,
          result_count: 1,
          path: ['v3'],
          data: { api: 'dataforseo_labs' },
          result,
        },
      ],
    },
  };
}

/** A task that went well, with these items. */
export const found = (path: string, items: readonly unknown[] | null): ScriptedAnswer =>
  envelope({ result: [{ se_type: 'google', total_count: 9, items_count: items?.length ?? 0, items }] }, path);

/** A task that DataForSEO has not done. */
export const task = (code: number, message: string): ScriptedAnswer =>
  envelope({ status_code: code, status_message: message });

/** A call that DataForSEO refuses as a whole. */
export const refused = (status: number, code: number, message: string): ScriptedAnswer => ({
  status,
  body: {
    version: '0.1.20261101',
    status_code: code,
    status_message: message,
    time: '0 sec.',
    cost: 0,
    tasks_count: 0,
    tasks_error: 0,
    tasks: null,
  },
});
