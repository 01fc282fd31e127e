import type { TestApp } from '../support/app.js';
import { until } from '../support/until.js';
import type { Marketer } from './marketer.js';

export const PATH = '/api/schedules';
export const HOURLY = { type: 'interval', every_seconds: 3_600 };

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
export const at = (seconds: number) => ({ type: 'date', at: inSeconds(seconds) });

/** What the marketer of the running test does with schedules. */
export function schedulingOf(app: () => TestApp, marketer: () => Marketer) {
  const mine = () => marketer().client;
  const make = async (body: object): Promise<string> => {
    const { status, body: answer, text } = await mine().post(PATH, body);
    if (status !== 201) throw new Error(text);
    return answer.data.id as string;
  };
  const get = async (id: string) => (await mine().get(`${PATH}/${id}`)).body.data;
  const ended = (id: string, status = 'completed') =>
    until(`${id} is ${status}`, async () => (await get(id)).status === status);
  const newPost = async (): Promise<string> =>
    (await mine().post('/api/social/posts', { platform: 'linkedin', content: 'Loaves' })).body.data.id;
  const postOf = async (id: string) =>
    (await mine().get('/api/social/posts')).body.data.find((post: { id: string }) => post.id === id);
  const monitored = (fields: object = {}) =>
    marketer().makeCampaign({ kpi_targets: { conversion: 4, roi: 100 }, ...fields });
  const monitor = (campaign_id: string, more: object = {}) =>
    make({ kind: 'campaign_monitoring', payload: { campaign_id, ...more }, trigger: HOURLY });
  const measured = (campaignId: string, type: string, value: number) =>
    app().sql(
      'insert into campaign_metrics (campaign_id, metric_type, metric_value, metric_date) values ($1, $2, $3, current_date)',
      [campaignId, type, value],
    );
  const runNow = (id: string) => mine().post(`${PATH}/${id}/run`);
  const ran = (id: string, times: number) =>
    until(`${id} has run`, async () => {
      const { executions } = await get(id);
      return (
        executions.filter(({ finished_at }: { finished_at: string | null }) => finished_at).length >= times
      );
    });
  return { make, get, ended, newPost, postOf, monitored, monitor, measured, runNow, ran };
}
