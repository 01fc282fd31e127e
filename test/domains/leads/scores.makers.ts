import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

export const RULES = '/api/leads/scoring/rules';
export const RUNS = '/api/leads/scoring/runs';

/** Rules of one group, each with its points. */
export function rules(...list: [string, object, number][]) {
  return { groups: [{ key: 'all', rules: list.map(([key, when, points]) => ({ key, when, points })) }] };
}

/** Puts rules in force, and waits until all leads have been scored by them. */
export async function publish(app: TestApp, client: TestClient, draft: object) {
  const written = await client.put(`${RULES}/draft`, draft);
  expect([written.status, written.body.error]).toEqual([200, null]);
  const { body } = await client.post(`${RULES}/draft/publish`, {});
  await app.drainJobs();
  return body.data;
}

export async function scoreOf(client: TestClient, leadId: string) {
  return (await client.get(`/api/leads/${leadId}/score`)).body.data;
}
