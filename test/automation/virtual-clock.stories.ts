import { newMarketer } from './marketer.js';
import { api, type Stage } from './stage.js';

/** What a simulation tells. */
export function describeVirtualClock(stage: Stage): void {
  describe('a campaign on a virtual clock', () => {
    const simulate = (id: string, wish: object = {}) => stage.marketer.client.post(api(id, 'simulate'), wish);

    it('tells when how many mails would leave, who would be skipped and what it costs, and sends nothing', async () => {
      const emails = await stage.makeLeads(13);
      await stage.marketer.client.post('/api/email/suppressions', { email: emails[0]!, reason: 'manual' });
      const id = await stage.marketer.makeCampaign({
        start_date: '2030-01-07T20:56:00Z',
        settings: { throttle_per_minute: 2, quiet_hours: { start: '21:00', end: '07:00', timezone: 'UTC' } },
      });
      const { status, body } = await simulate(id, {
        from: '2030-01-01T00:00:00Z',
        cost_per_thousand_mails: 500,
      });
      expect(status).toBe(200);
      expect(body.data).toMatchObject({
        campaign_id: id,
        estimated: false,
        audience: 13,
        mailable: 12,
        skipped_by_reason: { 'suppressed:manual': 1 },
        starts: [{ at: '2030-01-07T20:56:00.000Z', mails: 12, skipped_by_frequency_cap: 0 }],
        rate_per_minute: 2,
        rate_assumed: false,
        mails: 12,
        left_over: 0,
        begins_at: '2030-01-07T20:00:00.000Z',
        ends_at: '2030-01-08T07:02:00.000Z',
        hours: [
          { at: '2030-01-07T20:00:00.000Z', mails: 8 },
          { at: '2030-01-08T07:00:00.000Z', mails: 4 },
        ],
        days: [
          { day: '2030-01-07', mails: 8 },
          { day: '2030-01-08', mails: 4 },
        ],
        costs: { mail: 6, ai: 0, total: 6 },
      });
      expect(stage.received(emails)).toEqual([]);
      expect(
        await stage.app.sql('select 1 from email_campaigns where created_by = $1', [stage.marketer.id]),
      ).toEqual([]);
      expect((await stage.marketer.campaign(id)).status).toBe('draft');
    });

    it('shows each start of a campaign that comes again, and whom the frequency cap leaves out', async () => {
      await stage.makeLeads(3);
      const id = await stage.marketer.makeCampaign({
        schedule: { at: '2030-01-07T09:00', timezone: 'Europe/Oslo', rrule: 'FREQ=DAILY' },
        settings: { frequency_cap: { max: 1, hours: 36 } },
      });
      const { body } = await simulate(id, { from: '2030-01-01', until: '2030-01-10T12:00:00Z' });
      expect(body.data.starts).toEqual([
        { at: '2030-01-07T08:00:00.000Z', mails: 3, skipped_by_frequency_cap: 0 },
        { at: '2030-01-08T08:00:00.000Z', mails: 0, skipped_by_frequency_cap: 3 },
        { at: '2030-01-09T08:00:00.000Z', mails: 3, skipped_by_frequency_cap: 0 },
        { at: '2030-01-10T08:00:00.000Z', mails: 0, skipped_by_frequency_cap: 3 },
      ]);
      expect(body.data).toMatchObject({ mails: 6, left_over: 0 });
      const refused = await stage.marketer.client.put(api(id, 'experiment'), {
        variants: [{ subject: 'A' }, { subject: 'B' }],
      });
      expect([refused.status, refused.body.code]).toEqual([422, 'email/experiment-of-series']);
    });

    it('writes to each recipient when clocks show the time where they are', async () => {
      const emails = await stage.makeLeads(3);
      await stage.app.sql(`update leads set country = 'JP' where email = $1`, [emails[0]]);
      await stage.app.sql(
        `update leads set custom_fields = '{"timezone": "America/New_York"}' where email = $1`,
        [emails[1]],
      );
      const id = await stage.marketer.makeCampaign({
        schedule: { at: '2030-01-07T09:00', timezone: 'Europe/Oslo', recipient_time: true },
      });
      const { body } = await simulate(id, { from: '2030-01-01' });
      expect(body.data.hours).toEqual([
        { at: '2030-01-07T00:00:00.000Z', mails: 1 },
        { at: '2030-01-07T08:00:00.000Z', mails: 1 },
        { at: '2030-01-07T14:00:00.000Z', mails: 1 },
      ]);
    });

    it('lets those wait who are not tested, until the test is over', async () => {
      await stage.makeLeads(100);
      const id = await stage.marketer.makeCampaign({ start_date: '2030-01-07T09:00:00Z' });
      await stage.marketer.client.put(api(id, 'experiment'), {
        variants: [{ subject: 'A' }, { subject: 'B' }],
        test_percent: 20,
        hours: 5,
      });
      const { body } = await simulate(id, { from: '2030-01-01' });
      expect(body.data).toMatchObject({ rate_assumed: true, costs: { mail: null, total: null } });
      expect(body.data.hours).toEqual([
        { at: '2030-01-07T09:00:00.000Z', mails: 20 },
        { at: '2030-01-07T14:00:00.000Z', mails: 80 },
      ]);
    });

    it('is refused for times that make no sense, settings that cannot be followed, and to others', async () => {
      const id = await stage.marketer.makeCampaign();
      for (const wish of [
        { from: '2030-01-01T00:00:00Z', until: '2029-12-31T00:00:00Z' },
        { from: '2030-01-01T00:00:00Z', until: '2030-06-01T00:00:00Z' },
      ])
        expect((await simulate(id, wish)).body.code).toBe('workflows/simulation-too-long');
      expect((await simulate(id, { from: 'soon' })).status).toBe(400);
      const unfit = await stage.marketer.makeCampaign({ settings: { throttle_per_minute: 0 } });
      expect((await simulate(unfit)).body.code).toBe('email/settings-invalid');
      expect((await (await newMarketer(stage.app)).client.post(api(id, 'simulate'), {})).status).toBe(404);
    });
  });
}
