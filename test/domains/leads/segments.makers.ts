import { randomUUID } from 'node:crypto';
import { FollowChangesJob } from '#domains/leads/following/following.jobs';
import { Jobs } from '#platform/jobs/jobs';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { newLead } from './leads.makers.js';

export const SEGMENTS = '/api/leads/segments';
export const WARM = { field: 'score', op: 'at_least', value: 50 };

/** What the clock asks for when something has changed. */
export async function follow(app: TestApp): Promise<void> {
  await app.get(Jobs).send(FollowChangesJob, { askedBy: 'clock' });
  await app.drainJobs();
}

/** A segment whose members have been looked for; as it was when it was made. */
export async function newSegment(app: TestApp, client: TestClient, fields: object) {
  const { status, body } = await client.post(SEGMENTS, { name: randomUUID(), ...fields });
  expect([status, body.error]).toEqual([201, null]);
  await app.drainJobs();
  return body.data;
}

export async function membersOf(client: TestClient, segmentId: string): Promise<string[]> {
  const { body } = await client.get(`${SEGMENTS}/${segmentId}/members`);
  return body.data.map(({ lead }: { lead: { email: string } }) => lead.email).toSorted();
}

export async function newLeadId(client: TestClient, lead: object = {}): Promise<string> {
  return (await newLead(client, lead)).id;
}
