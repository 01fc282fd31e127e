import { randomUUID } from 'node:crypto';
import { spyOn } from 'jest-mock';
import { EnterSegmentsHandler } from '#domains/email/sequences/enrolments/enter-segments.handler';
import { SequenceLeads } from '#domains/email/sequences/sequence-leads';
import { Database } from '#platform/database/database';
import { type Lead, type Marketer, newMarketer } from '../../automation/marketer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { onPostgres } from '../../support/where.js';
import { LATER, PATH, sequencesOf, step } from './sequencing.js';

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock' });
});
afterAll(() => app.close());
beforeEach(async () => {
  marketer = await newMarketer(app);
});

const { make, started, enrol, enrolments, leftBy, gets } = sequencesOf(
  () => app,
  () => marketer,
);

/** Asks for a step of the sequence while leads are read who enter it; `answered` when that has been answered too. */
function meanwhile(read: 'read' | 'inSegments', id: string, verb: string) {
  const leads = app.nest.get(SequenceLeads, { strict: false });
  const reads = leads[read].bind(leads) as (...wanted: unknown[]) => Promise<never>;
  const answered = Promise.withResolvers<number>();
  const spied = spyOn(leads, read).mockImplementation(async (...wanted: unknown[]) => {
    spied.mockRestore();
    const asked = marketer.client.post(`${PATH}/${id}/${verb}`).then(({ status }) => status);
    answered.resolve(asked);
    await Promise.race([asked, until('it waits for them', isAnyoneWaiting)]);
    return reads(...wanted);
  });
  return answered.promise;
}

async function isAnyoneWaiting(): Promise<boolean> {
  const waiting = await app.sql(
    `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return waiting.length > 0;
}

// The embedded database does one transaction after the other, so that nothing happens meanwhile.
describe('leads that enter a sequence', () => {
  onPostgres('are on their way where it is started meanwhile', async () => {
    const id = await make([step('a')]);
    const lead = await marketer.makeLead();
    const answered = meanwhile('read', id, 'start');
    expect(await enrol(id, lead)).toMatchObject({ enrolled: 1 });
    expect(await answered).toBe(200);
    await gets(lead, 'a');
  });

  onPostgres('are on their way where it is resumed while the rest of a segment enters', async () => {
    const id = await started([step('a')]);
    const lead = await marketer.makeLead();
    await marketer.client.post(`${PATH}/${id}/pause`);
    const answered = meanwhile('inSegments', id, 'resume');
    await enterRest(id, lead);
    expect(await answered).toBe(200);
    await gets(lead, 'a');
  });

  onPostgres('leave it where it is stopped meanwhile', async () => {
    const id = await started([step('a', LATER)]);
    const [ada, bob] = [await marketer.makeLead(), await marketer.makeLead()];
    const answered = meanwhile('read', id, 'stop');
    expect(await enrol(id, ada, bob)).toMatchObject({ enrolled: 2 });
    expect(await answered).toBe(200);
    for (const lead of [ada, bob]) await leftBy(id, lead, { stop_reason: 'sequence_stopped' });
    expect(await enrolments(id, '?status=active')).toEqual([]);
  });

  /** What the job does that lets the rest of a segment in. */
  async function enterRest(sequenceId: string, { id: leadId }: Lead): Promise<void> {
    const { body } = await marketer.client.post('/api/leads/segments', {
      name: randomUUID(),
      kind: 'static',
    });
    await app.sql('insert into lead_segment_members (segment_id, lead_id, created_by) values ($1, $2, $3)', [
      body.data.id,
      leadId,
      marketer.id,
    ]);
    const walk = {
      segmentIds: [body.data.id],
      after: '00000000-0000-0000-0000-000000000000',
      since: new Date().toISOString(),
    };
    const run = { id: randomUUID(), attempt: 1, signal: new AbortController().signal };
    const task = { ownerId: marketer.id, sequenceId, ...walk };
    await app.get(Database).as(marketer.id, () => app.get(EnterSegmentsHandler).handle(task, run));
  }
});
