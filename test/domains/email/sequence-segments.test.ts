import { randomUUID } from 'node:crypto';
import { EnterSegmentsHandler } from '#domains/email/sequences/enrolments/enter-segments.handler';
import { Database } from '#platform/database/database';
import { type Marketer, newMarketer } from '../../automation/marketer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { PATH, sequencesOf, step } from './sequencing.js';

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock' });
});
afterAll(() => app.close());
beforeEach(async () => {
  marketer = await newMarketer(app);
});

const { make, figures } = sequencesOf(
  () => app,
  () => marketer,
);

/** A segment of so many leads. */
async function segmentOf(leads: number): Promise<string> {
  const { client, id: ownerId } = marketer;
  const { body } = await client.post('/api/leads/segments', { name: randomUUID(), kind: 'static' });
  await app.sql(
    `with made as (
       insert into leads (created_by, first_name, email, email_norm, source)
       select $1, 'Lead ' || n, n || '@' || $2 || '.test', n || '@' || $2 || '.test', 'import'
       from generate_series(1, $3::integer) n returning id)
     insert into lead_segment_members (segment_id, lead_id, created_by) select $2::uuid, id, $1 from made`,
    [ownerId, body.data.id, leads],
  );
  return body.data.id;
}

const enter = async (sequenceId: string, segmentId: string) =>
  (await marketer.client.post(`${PATH}/${sequenceId}/enrolments`, { segment_ids: [segmentId] })).body.data;

describe('a segment that enters a sequence', () => {
  it('comes whole, however many leads it has', async () => {
    const id = await make([step('a')]);
    const segment = await segmentOf(11_200);
    expect(await enter(id, segment)).toEqual({ enrolled: 10_000, left_out: 0, continues: true });
    await until('all have entered', async () => (await figures(id)).active === 11_200);
  });

  it('lets nobody in twice when its job is tried again, also where they may enter again', async () => {
    const id = await make([step('a')], { re_entry: 'after_finish', re_entry_days: 0 });
    const segment = await segmentOf(1_500);
    await enter(id, segment);
    await app.sql(
      `update email_sequence_enrolments set status = 'completed', finished_at = now() where sequence_id = $1`,
      [id],
    );
    const [first] = await app.sql<{ since: string; after: string }>(
      `select min(created_at) as since, min(lead_id::text) as after from email_sequence_enrolments where sequence_id = $1`,
      [id],
    );
    const task = { ownerId: marketer.id, sequenceId: id, segmentIds: [segment], after: first!.after };
    const tried = async (since: string) => {
      const run = { id: randomUUID(), attempt: 2, signal: new AbortController().signal };
      await app
        .get(Database)
        .as(marketer.id, () => app.get(EnterSegmentsHandler).handle({ ...task, since }, run));
      return (await figures(id)).active;
    };
    expect(await tried(first!.since)).toBe(0);
    expect(await tried(new Date().toISOString())).toBe(1_499);
  });

  it('does not go on into a sequence that was stopped meanwhile', async () => {
    const id = await make([step('a')]);
    const segment = await segmentOf(2);
    await marketer.client.post(`${PATH}/${id}/stop`);
    const run = { id: randomUUID(), attempt: 1, signal: new AbortController().signal };
    const after = '00000000-0000-0000-0000-000000000000';
    const task = {
      ownerId: marketer.id,
      sequenceId: id,
      segmentIds: [segment],
      after,
      since: new Date().toISOString(),
    };
    await app.get(Database).as(marketer.id, () => app.get(EnterSegmentsHandler).handle(task, run));
    expect((await figures(id)).active).toBe(0);
  });
});
