import { randomUUID } from 'node:crypto';
import type { TestClient } from '../../support/client.js';

export const NOVEMBER = '?from=2026-11-01&to=2026-11-30';

/** What a route of analytics answers. */
export async function told(client: TestClient, path: string) {
  const { status, body } = await client.get(`/api/leads/analytics/${path}`);
  expect([status, body.error]).toEqual([200, null]);
  return body.data;
}

/** A lead that came in at this moment. */
export const cameIn = (created_at: string, lead: Record<string, unknown> = {}) => ({
  email: `${randomUUID()}@example.com`,
  created_at,
  ...lead,
});
export const later = (created_at: string, hours: number) =>
  new Date(Date.parse(created_at) + hours * 60 * 60_000).toISOString();
