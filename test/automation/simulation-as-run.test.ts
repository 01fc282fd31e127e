import { MAIL } from './marketer.js';
import { api, Stage } from './stage.js';

const HOUR_MS = 3_600_000;
const stage = new Stage();

const client = () => stage.marketer.client;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
const simulated = async (id: string, wish: object = {}) => {
  const { status, body } = await client().post(api(id, 'simulate'), wish);
  expect(status).toBe(200);
  return body.data;
};
const mailsOf = (days: { mails: number }[]) => days.map(({ mails }) => mails);

async function sentFrom(identity: object): Promise<string> {
  const { body } = await client().post('/api/email/identities', {
    name: 'Shop',
    from_email: 'news@shop.test',
    ...identity,
  });
  await stage.app.sql(`update email_identities set verified_at = now(), verified_by = 'link' where id = $1`, [
    body.data.id,
  ]);
  return stage.marketer.makeCampaign({ content: { email: { ...MAIL.email, from_email: 'news@shop.test' } } });
}

const provider = (name: string, limits: object) =>
  client().post('/api/email/transports', {
    name,
    provider: 'smtp',
    options: { host: 'smtp.shop.test', port: 587, security: 'none' },
    ...limits,
  });

describe('a simulation reckons as delivery does', () => {
  it('with what an identity may send a day, today what is left of it', async () => {
    const emails = await stage.makeLeads(5);
    const id = await sentFrom({ per_day: 2 });
    expect(mailsOf((await simulated(id)).days)).toEqual([2, 2, 1]);
    await stage.launched(id);
    expect(stage.received(emails)).toHaveLength(2);
    expect((await stage.marketer.report(id)).hold).toMatchObject({ reason: 'daily_limit' });
    const again = await stage.marketer.makeCampaign({
      content: { email: { ...MAIL.email, from_email: 'news@shop.test' } },
    });
    const today = new Date().toISOString().slice(0, 10);
    const { days } = await simulated(again);
    expect([days[0].day > today, mailsOf(days)]).toEqual([true, [2, 2, 1]]);
    await stage.marketer.step(id, 'stop');
  });

  it('with the days of a warm-up, and the minute of an identity', async () => {
    await stage.makeLeads(12);
    const warm_up = { from: '2030-01-07', start: 2, growth: 2, target: 100 };
    const warm = await sentFrom({ warm_up, per_minute: 1 });
    const { days, rate_per_minute, rate_assumed, hours } = await simulated(warm, {
      from: '2030-01-07T09:00:00Z',
    });
    expect(mailsOf(days)).toEqual([2, 4, 6]);
    expect([rate_per_minute, rate_assumed]).toEqual([1, false]);
    expect(hours.map(({ at }: { at: string }) => at)).toEqual([
      '2030-01-07T09:00:00.000Z',
      '2030-01-08T00:00:00.000Z',
      '2030-01-09T00:00:00.000Z',
    ]);
  });

  it('with what all transports of the owner let pass together', async () => {
    await stage.makeLeads(9);
    const id = await stage.marketer.makeCampaign();
    expect((await provider('One', { per_day: 1, per_minute: 10 })).status).toBe(201);
    expect((await provider('Two', { per_day: 3, per_minute: 20 })).status).toBe(201);
    const limited = await simulated(id, { from: '2030-01-07T09:00:00Z' });
    expect(mailsOf(limited.days)).toEqual([4, 4, 1]);
    expect(limited.rate_per_minute).toBe(30);
    await provider('Three', {});
    const free = await simulated(id, { from: '2030-01-07T09:00:00Z' });
    expect([mailsOf(free.days), free.rate_assumed]).toEqual([[9], true]);
  });

  it('with the moment that a setting names', async () => {
    await stage.makeLeads(3);
    const later = inHours(48);
    const id = await stage.marketer.makeCampaign({ settings: { email_send_time: later } });
    const { begins_at, mails } = await simulated(id);
    expect(mails).toBe(3);
    expect(begins_at.slice(0, 13)).toBe(later.slice(0, 13));
    await stage.launched(id);
    const [message] = await stage.app.sql<{ due_at: string }>(
      'select min(due_at) as due_at from email_messages where campaign_id = $1',
      [id],
    );
    expect(new Date(message!.due_at).toISOString()).toBe(later);
    await stage.marketer.step(id, 'stop');
  });

  it.each<[string, object]>([
    ['has no mail among its channels', { channels: ['social'], content: { ...MAIL, calendar: [] } }],
    ['has no mail to send', { content: {} }],
  ])('with no mail where the campaign %s', async (_, fields) => {
    await stage.makeLeads(3);
    const id = await stage.marketer.makeCampaign(fields);
    const run = await simulated(id, { cost_per_thousand_mails: 500 });
    expect(run).toMatchObject({
      audience: 3,
      mails: 0,
      left_over: 0,
      hours: [],
      costs: { mail: 0, total: 0 },
    });
    expect(run.starts).toMatchObject([{ mails: 0, skipped_by_frequency_cap: 0 }]);
  });

  it('with mails that are had before the start, as long as the cap counts them', async () => {
    const [early] = await stage.makeLeads(3);
    const first = await stage.marketer.makeCampaign();
    await stage.launched(first);
    await stage.app.sql(
      `update email_messages set armed_at = armed_at - interval '20 hours' where campaign_id = $1 and email = $2`,
      [first, early],
    );
    const capped = (max: number, schedule: object) =>
      stage.marketer.makeCampaign({ schedule, settings: { frequency_cap: { max, hours: 24 } } });
    const told = async (id: string) => {
      const { starts, mailable, skipped_by_reason } = await simulated(id);
      return [starts[0].mails, starts[0].skipped_by_frequency_cap, mailable, skipped_by_reason];
    };
    expect(await told(await capped(1, { at: inHours(1) }))).toEqual([0, 3, 0, { frequency_cap: 3 }]);
    expect(await told(await capped(1, { at: inHours(6) }))).toEqual([1, 2, 1, { frequency_cap: 2 }]);
    expect(await told(await capped(1, { at: inHours(72) }))).toEqual([3, 0, 3, {}]);
    expect(await told(await capped(2, { at: inHours(1) }))).toEqual([3, 0, 3, {}]);
    const twice = await capped(2, { at: inHours(1).slice(0, 16), rrule: 'FREQ=HOURLY;INTERVAL=5;COUNT=2' });
    expect((await simulated(twice)).starts.map(({ mails }: { mails: number }) => mails)).toEqual([3, 1]);
  });

  it('with the posts and texts of its calendar', async () => {
    const calendar = [
      { channel: 'linkedin', content: 'Fresh bread', publish_date: '2030-02-03T09:00:00Z' },
      { channel: 'facebook', content: 'Not one of its networks', publish_date: '2030-02-03T09:00:00Z' },
      { channel: 'linkedin', content: 'Kept as a draft: nothing is connected' },
      { channel: 'linkedin', content: 'x'.repeat(5_000), publish_date: '2030-02-03T09:00:00Z' },
      { channel: 'blog', title: 'Ten years', content: 'Of bread', publish_date: '2030-02-02T09:00:00Z' },
      { channel: 'blog', title: 'At once', content: 'Bread' },
      { channel: 'blog', content: 'No title' },
      { channel: 'blog', title: 'Later than that', content: 'x', publish_date: '2031-01-01T00:00:00Z' },
    ];
    const fields = { content: { calendar }, start_date: '2030-02-01T09:00:00Z' };
    const wish = { from: '2030-01-30', until: '2030-02-28' };
    const both = await stage.marketer.makeCampaign({ ...fields, channels: ['linkedin', 'blog'] });
    const post = { at: '2030-02-03T09:00:00.000Z', kind: 'post', channel: 'linkedin', title: 'Fresh bread' };
    expect((await simulated(both, wish)).calendar).toEqual([
      { at: '2030-02-01T09:00:00.000Z', kind: 'text', channel: 'content', title: 'At once' },
      { at: '2030-02-02T09:00:00.000Z', kind: 'text', channel: 'content', title: 'Ten years' },
      post,
    ]);
    const posts = await stage.marketer.makeCampaign({ ...fields, channels: ['linkedin'] });
    expect((await simulated(posts, wish)).calendar).toEqual([post]);
    const mail = await stage.marketer.makeCampaign({ content: { ...MAIL, calendar } });
    expect((await simulated(mail, wish)).calendar).toEqual([]);
    const kept = await stage.app.sql('select 1 from social_posts where user_id = $1', [stage.marketer.id]);
    expect(kept).toEqual([]);
  });
});
