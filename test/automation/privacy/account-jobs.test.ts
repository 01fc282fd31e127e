import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { until } from '../../support/until.js';
import { receiptOf } from './told.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

describe('jobs of a deleted user', () => {
  it('are removed from the queue, and never done when they come later', async () => {
    const { id, client } = await app.newUser();
    const { id: otherId } = await app.newUser();
    const waiting = async (owner: string) =>
      (await app.sql(`select id from pgboss.job where data ->> 'ownerId' = $1`, [owner])).length;
    const add = (owner: string, after: string) =>
      app.sql(
        `insert into pgboss.job (name, data, start_after) values ('leads.consent-withdrawn', $1::jsonb, now() + $2::interval)`,
        [JSON.stringify({ ownerId: owner, emails: [`${owner}@late.test`] }), after],
      );
    await add(id, '1 hour');
    await add(otherId, '1 hour');
    const { body } = await client.delete('/api/user/account');
    const receipt = await receiptOf(app, body.receipt_id);
    expect(receipt.counts['jobs']).toBe(1);
    expect([await waiting(id), await waiting(otherId)]).toEqual([0, 1]);
    await add(id, '0 seconds');
    await add(otherId, '0 seconds');
    await until(
      'the job of the other is done',
      async () =>
        (await app.sql(`select from email_suppressions where created_by = $1`, [otherId])).length > 0,
    );
    await app.drainJobs();
    expect(await app.sql(`select from email_suppressions where created_by = $1`, [id])).toEqual([]);
  });
});

describe('a deletion that can be undone', () => {
  it('rests the account: it is read, changed by nobody, and its jobs wait until they go on', async () => {
    const { id, client } = await app.newUser({ email: 'rests@people.test' });
    await client.post('/api/user-preferences', { preference_category: 'system', preference_data: { a: 1 } });
    await app.sql(
      `insert into pgboss.job (name, data, start_after) values ('leads.consent-withdrawn', $1::jsonb, now() + interval '1 hour')`,
      [JSON.stringify({ ownerId: id, emails: ['rests@late.test'] })],
    );
    const asked = await client.post('/api/privacy/deletion', { confirmation: 'Rests@people.test' });
    expect([asked.status, asked.body.data.state]).toEqual([202, 'resting']);
    const days = (Date.parse(asked.body.data.erase_at) - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(7);
    expect((await client.post('/api/privacy/deletion', {})).body.code).toBe('accounts/resting');
    expect((await client.get('/api/privacy/deletion')).body.data).toEqual(asked.body.data);
    expect((await client.get('/api/user-preferences')).body.data).toHaveLength(1);
    const change = await client.post('/api/user-preferences', {
      preference_category: 'x',
      preference_data: {},
    });
    expect([change.status, change.body.code]).toEqual([409, 'accounts/resting']);
    const [put] = await app.sql<{ off: boolean }>(
      `select start_after > now() + interval '900 years' as off from pgboss.job where data ->> 'ownerId' = $1`,
      [id],
    );
    expect(put).toEqual({ off: true });
    // One that comes while the account rests waits too.
    await app.sql(`insert into pgboss.job (name, data) values ('leads.consent-withdrawn', $1::jsonb)`, [
      JSON.stringify({ ownerId: id, emails: ['rests@soon.test'] }),
    ]);
    await app.drainJobs();
    expect(await app.sql('select from email_suppressions where created_by = $1', [id])).toEqual([]);

    const undone = await client.delete('/api/privacy/deletion');
    expect([undone.status, undone.body.data]).toEqual([200, { state: 'open', erase_at: null }]);
    expect((await client.delete('/api/privacy/deletion')).body.code).toBe('privacy/no-deletion-pending');
    await until(
      'the job that came is done',
      async () => (await app.sql(`select from email_suppressions where created_by = $1`, [id])).length === 1,
    );
    const [back] = await app.sql<{ soon: boolean }>(
      `select start_after < now() + interval '2 hours' as soon from pgboss.job
       where data ->> 'ownerId' = $1 and state = 'created'`,
      [id],
    );
    expect(back).toEqual({ soon: true });
    const log = (await client.get('/api/privacy/audit-log')).body.data as { event: string }[];
    expect(log.map(({ event }) => event)).toEqual(['deletion.undone', 'deletion.requested']);
    expect(await app.sql('select status from data_deletion_requests where user_id = $1', [id])).toEqual([
      { status: 'cancelled' },
    ]);
  });

  it('is refused with another confirmation, and touches nobody else', async () => {
    const { client } = await app.newUser({ email: 'mine@people.test' });
    for (const confirmation of ['yours@people.test', 'delete', ' '])
      for (const [method, path] of [
        ['POST', '/api/privacy/deletion'],
        ['DELETE', '/api/user/account'],
      ] as const) {
        const { status, body } = await client.send(method, path, { confirmation }, {});
        expect([confirmation, status, body.code]).toEqual([confirmation, 422, 'privacy/confirmation-wrong']);
      }
    expect((await client.get('/api/privacy/deletion')).body.data.state).toBe('open');
  });
});
