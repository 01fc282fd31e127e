import type { TestClient } from '../../support/client.js';

export const LATER = '2999-01-01T08:00:00Z';

/** What the client of the running test does with content. */
export function contentOf(client: () => TestClient) {
  const create = async (fields: object = {}): Promise<number> =>
    (await client().post('/api/content', { type: 'social', content: 'Peas are up.', ...fields })).body.data
      .id;
  const move = (item: number, status: string) => client().patch(`/api/content/${item}/status`, { status });
  const schedule = (item: number, at = LATER) =>
    client().post(`/api/content/${item}/schedule`, { scheduled_for: at });
  const get = async (item: number) => (await client().get(`/api/content/${item}`)).body.data;
  const approved = async (fields: object = {}) => {
    const item = await create(fields);
    for (const status of ['review', 'approved']) expect((await move(item, status)).status).toBe(200);
    return item;
  };
  return { create, move, schedule, get, approved };
}
