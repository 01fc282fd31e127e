import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

/** Many campaigns at once, copies, and what campaigns are made of. */
export function describeParts(at: () => { app: TestApp; client: TestClient }): void {
  const make = async (fields: object = {}) =>
    (await at().client.post('/api/campaigns', { name: `Spring ${randomUUID()}`, ...fields })).body.data;

  describe('a marketer makes several campaigns at once', () => {
    it('gets all of them', async () => {
      const { body } = await at().client.post('/api/campaigns/bulk/create', {
        campaigns: [{ name: 'One' }, { name: 'Two' }],
      });
      expect(body.data.created).toBe(2);
      expect(body.data.campaigns.map(({ name }: { name: string }) => name)).toEqual(['One', 'Two']);
    });

    it('gets none when some cannot be made, and is told what is wrong with which', async () => {
      await make({ name: 'Taken' });
      const strange = randomUUID();
      const { status, body } = await at().client.post('/api/campaigns/bulk/create', {
        campaigns: [
          { name: 'Free' },
          { name: 'Taken' },
          { name: 'Free' },
          { name: 'Late', start_date: '2027-02-01T00:00:00Z', end_date: '2027-01-01T00:00:00Z' },
          {
            name: 'Strange',
            audience: { lead_ids: [strange], filter: { field: 'nothing', op: 'is', value: 1 } },
          },
          { name: 'Never', schedule: { cron: 'never' } },
        ],
      });
      expect([status, body.code]).toEqual([422, 'campaigns/bulk-refused']);
      expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([
        'campaigns.1.name',
        'campaigns.2.name',
        'campaigns.3.start_date',
        'campaigns.4.audience.lead_ids',
        'campaigns.4.audience.filter.field',
        'campaigns.5.schedule.cron',
      ]);
      const { body: list } = await at().client.get('/api/campaigns');
      expect(list.data.map(({ name }: { name: string }) => name)).toEqual(['Taken']);
    });

    it('may not send more than a hundred, or none', async () => {
      const campaigns = Array.from({ length: 101 }, (_, index) => ({ name: `Campaign ${index}` }));
      expect((await at().client.post('/api/campaigns/bulk/create', { campaigns })).status).toBe(400);
      expect((await at().client.post('/api/campaigns/bulk/create', { campaigns: [] })).status).toBe(400);
    });
  });

  describe('a marketer copies a campaign', () => {
    it('has all its parts and a fresh state', async () => {
      const campaign = await make({
        name: 'Spring',
        budget: 100,
        channels: ['email', 'blog'],
        content: { email: { body: 'Hi' }, ai_optimizations: { any: 1 } },
        settings: { throttle_per_minute: 5 },
        audience: { tags: ['a'] },
        kpi_targets: { leads: 5 },
        schedule: { cron: '0 9 * * 1', timezone: 'Europe/Oslo', missed: 'skip' },
        approval_required: true,
        end_date: '2035-01-01T00:00:00Z',
      });
      await at().app.sql(
        `update campaigns set status = 'completed', metrics = '{"reach": 5}', launched_at = now(), plan = '{}', approval_state = 'approved',
           start_date = now() - interval '1 day' where id = $1`,
        [campaign.id],
      );
      await at().client.post(`/api/campaigns/${campaign.id}/spend`, { channel: 'ads', amount: 5 });
      const { status, body } = await at().client.post(`/api/campaigns/${campaign.id}/duplicate`, {});
      expect(status).toBe(201);
      const { id: _id, created_at: _made, updated_at: _changed, ...copy } = body.data;
      const { id: _old, created_at: _was, updated_at: _then, ...original } = campaign;
      expect(copy).toEqual({
        ...original,
        name: 'Spring (Copy)',
        start_date: null,
        content: { email: { body: 'Hi' } },
      });
    });

    it('is named by its number where there are copies, or as is wished', async () => {
      const { id } = await make({ name: 'Spring' });
      const copy = async (wish?: object) =>
        (await at().client.post(`/api/campaigns/${id}/duplicate`, wish)).body;
      const made = await Promise.all([copy(), copy(), copy({})]);
      expect(made.map(({ data }) => data.name).toSorted((one, other) => one.localeCompare(other))).toEqual([
        'Spring (Copy 2)',
        'Spring (Copy 3)',
        'Spring (Copy)',
      ]);
      expect((await copy({ name: ' Summer ' })).data.name).toBe('Summer');
      expect((await copy({ name: 'Spring' })).code).toBe('campaigns/name-taken');
      const long = await make({ name: 'x'.repeat(200) });
      const { body } = await at().client.post(`/api/campaigns/${long.id}/duplicate`);
      expect(body.data.name).toBe(`${'x'.repeat(193)} (Copy)`);
    });
  });

  describe('the schedule of a campaign', () => {
    it('says when it starts, until a start date takes its place', async () => {
      const { id, ...campaign } = await make({
        schedule: { at: '2035-07-01T09:00', timezone: 'Europe/Oslo' },
      });
      expect(campaign).toMatchObject({
        start_date: '2035-07-01T07:00:00Z',
        schedule: { timezone: 'Europe/Oslo' },
      });
      const change = async (fields: object) =>
        (await at().client.put(`/api/campaigns/${id}`, fields)).body.data;
      expect(await change({ start_date: '2035-08-01T07:00:00Z' })).toMatchObject({ schedule: null });
      expect(await change({ schedule: { at: '2035-07-01T09:00:00Z' } })).toMatchObject({
        start_date: '2035-07-01T09:00:00Z',
      });
      expect(await change({ schedule: null })).toMatchObject({ start_date: null, schedule: null });
    });

    it.each([
      [{ at: 'tomorrow' }, 400, 'schedule.at'],
      [{ at: '2035-02-30T09:00' }, 400, 'schedule.at'],
      [{ at: '2035-07-01T09:00', timezone: 'Europe/Atlantis' }, 400, 'schedule.timezone'],
      [{ at: '2035-07-01T09:00', timezone: '+02:00' }, 400, 'schedule.timezone'],
      [{ at: '2035-07-01T09:00', missed: 'panic' }, 400, 'schedule.missed'],
      [{ at: '2035-07-01T09:00', sometimes: true }, 400, 'schedule.sometimes'],
      [{ at: '2035-07-01T09:00', rrule: 'FREQ=SECONDLY' }, 422, 'schedule.rrule'],
      [{ at: '2035-07-01T09:00', rrule: 'FREQ=DAILY;BYMINUTE=0,5' }, 422, 'schedule.rrule'],
      [{ at: '2035-07-01T09:00', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, 422, 'schedule.rrule'],
      [{ at: '2035-07-01T09:00', rrule: 'FREQ=DAILY;BYHOUR=25' }, 422, 'schedule.rrule'],
      [{ at: '2035-07-01T09:00', exdates: ['2035-07-02T09:00'] }, 422, 'schedule.exdates'],
      [{ cron: '0 9 * * 1', exdates: ['Christmas'] }, 400, 'schedule.exdates'],
      [{ cron: '* * * * *' }, 422, 'schedule.cron'],
      [{}, 422, 'schedule.at'],
    ])('is refused as %j', async (schedule, status, path) => {
      const answer = await at().client.post('/api/campaigns', { name: 'x', schedule });
      expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
    });
  });

  describe('the audience of a campaign', () => {
    it('is made of what its owner has', async () => {
      const lead = (await at().client.post('/api/leads', { email: `${randomUUID()}@example.com` })).body.data;
      const filter = { all: [{ field: 'country', op: 'is', value: 'NO' }] };
      const { id } = await make({ audience: { lead_ids: [lead.id.toUpperCase()], filter } });
      const stranger = await at().app.as();
      const { body: taken } = await stranger.post('/api/campaigns', {
        name: 'Mine',
        audience: { lead_ids: [lead.id] },
      });
      expect(taken).toMatchObject({
        code: 'campaigns/audience-unknown',
        errors: [{ path: 'audience.lead_ids' }],
      });
      for (const [audience, path] of [
        [{ segment_ids: [randomUUID()] }, 'audience.segment_ids'],
        [{ form_ids: [randomUUID()] }, 'audience.form_ids'],
        [{ filter: { field: 'country', op: 'resembles', value: 'NO' } }, 'audience.filter.op'],
      ] as const) {
        const { status, body } = await at().client.put(`/api/campaigns/${id}`, { audience });
        expect([status, body.errors[0].path]).toEqual([422, path]);
      }
      expect((await at().client.get(`/api/campaigns/${id}`)).body.data.audience.filter).toEqual(filter);
    });
  });
}
