import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

/** Asks for an export and waits until its file has been written. */
export async function exporting(app: TestApp, client: TestClient, wanted: object = {}) {
  const { status, body } = await client.post('/api/leads/exports', wanted);
  if (status !== 202) throw new Error(JSON.stringify(body));
  await app.drainJobs();
  return { started: body.data, done: (await client.get(`/api/leads/exports/${body.data.id}`)).body.data };
}

/** The path of a link, which names the server as others know it. */
export function pathOf(link: string): string {
  return new URL(link).pathname;
}
