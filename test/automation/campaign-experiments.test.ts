import { Jobs } from '#platform/jobs/jobs';
import { DecideExperimentsJob } from '#domains/email/experiments/experiment.jobs';
import { linkIn } from '../domains/email/mailing.js';
import { newMarketer } from './marketer.js';
import { api, Stage } from './stage.js';

const stage = new Stage();

describe('an A/B test of a campaign', () => {
  const variants = [{ subject: 'Spring sale' }, { subject: 'Last chance', from_name: 'Ada' }];
  const content = {
    email: { subject_line: 'As planned', body: '<p><a href="https://shop.test/">look</a></p>' },
  };
  const test = { variants, test_percent: 50, minimum_sample: 5, hours: 1 };
  const path = (id: string) => api(id, 'experiment');
  const experiment = async (id: string) => (await stage.marketer.client.get(path(id))).body.data;

  async function running(wanted: object = test, count = 80): Promise<{ id: string; emails: string[] }> {
    const emails = await stage.makeLeads(count);
    const id = await stage.marketer.makeCampaign({ content });
    expect((await stage.marketer.client.put(path(id), wanted)).status).toBe(200);
    await stage.marketer.launch(id);
    await stage.app.drainJobs();
    await look();
    return { id, emails };
  }
  const look = async () => {
    await stage.app.get(Jobs).send(DecideExperimentsJob, { askedBy: 'clock' });
    await stage.app.drainJobs();
  };
  /** The time of the test is over. */
  const later = async (id: string) => {
    await stage.app.sql(
      `update email_messages set settled_at = settled_at - interval '2 hours' where campaign_id = $1`,
      [id],
    );
    await stage.app.sql(`update email_experiments set look_at = now() where campaign_id = $1`, [id]);
    await look();
  };
  const withSubject = (emails: readonly string[], subject: string) =>
    stage.received(emails).filter(({ mail }) => mail.subject === subject);
  const click = (html: string | undefined, agent = 'Firefox') =>
    stage.app.anonymous.get(linkIn(html ?? '', 'c'), { 'user-agent': agent });

  it('gives the better variant to those who waited, everybody exactly one', async () => {
    const { id, emails } = await running();
    const [a, b] = [withSubject(emails, 'Spring sale'), withSubject(emails, 'Last chance')];
    const tested = a.length + b.length;
    expect(tested).toBe(stage.received(emails).length);
    expect(tested).toBeGreaterThan(20);
    expect(tested).toBeLessThan(60);
    expect(b[0]?.mail.from?.name).toBe('Ada');
    expect(await experiment(id)).toMatchObject({ state: 'running', winner: null, waiting: 80 - tested });

    for (const { mail } of b) await click(mail.html);
    for (const { mail } of a) await click(mail.html, 'somebot/1.0');
    const seen = await experiment(id);
    expect(seen.variants).toMatchObject([
      { label: 'A', delivered: a.length, successes: 0 },
      { label: 'B', delivered: b.length, successes: b.length, rate: 100 },
    ]);
    expect(seen.variants[1].probability_best).toBeGreaterThan(0.99);

    await look();
    expect((await experiment(id)).state).toBe('running');
    await later(id);
    expect(await experiment(id)).toMatchObject({
      state: 'decided',
      winner: 'B',
      rest_gets: 'B',
      reason: 'clear_winner',
      decided_by: 'figures',
      waiting: 0,
    });
    expect(withSubject(emails, 'Spring sale')).toHaveLength(a.length);
    expect(withSubject(emails, 'Last chance')).toHaveLength(80 - a.length);
    for (const email of emails) expect(stage.sink.mailsTo(email)).toHaveLength(1);
    expect((await stage.marketer.report(id)).state).toBe('finished');
    const again = await stage.marketer.client.post(`${path(id)}/winner`, { variant: 'A' });
    expect([again.status, again.body.code]).toEqual([409, 'email/experiment-over']);
    await later(id);
    expect(stage.received(emails)).toHaveLength(80);
  });

  it('may have no winner: then the first variant goes to the others, or they wait for a person', async () => {
    const { id, emails } = await running();
    await later(id);
    expect(await experiment(id)).toMatchObject({
      state: 'decided',
      winner: null,
      rest_gets: 'A',
      reason: 'no_clear_winner',
    });
    expect(stage.received(emails)).toHaveLength(80);

    stage.marketer = await newMarketer(stage.app);
    const other = await running({ ...test, minimum_sample: 1_000, without_winner: 'wait' });
    await later(other.id);
    const undecided = await experiment(other.id);
    expect(undecided).toMatchObject({
      state: 'undecided',
      winner: null,
      rest_gets: null,
      reason: 'sample_too_small',
    });
    expect(stage.received(other.emails)).toHaveLength(80 - undecided.waiting);
    expect((await stage.marketer.client.post(`${path(other.id)}/winner`, { variant: 'C' })).body.code).toBe(
      'email/variant-not-found',
    );
    const chosen = await stage.marketer.client.post(`${path(other.id)}/winner`, { variant: 'B' });
    expect(chosen.body.data).toMatchObject({
      state: 'decided',
      winner: 'B',
      decided_by: 'person',
      reason: 'by_hand',
    });
    await stage.app.drainJobs();
    for (const email of other.emails) expect(stage.sink.mailsTo(email)).toHaveLength(1);
    expect(withSubject(other.emails, 'Last chance').length).toBeGreaterThanOrEqual(undecided.waiting);
  });

  it('that cannot be decided keeps no other waiting', async () => {
    const [broken, { id }] = [await running(test, 20), await running(test, 20)];
    const of = 'experiment_id = (select id from email_experiments where campaign_id = $1)';
    await stage.app.sql(`delete from email_variants where ${of}`, [broken.id]);
    await later(broken.id);
    await later(id);
    expect((await experiment(id)).state).toBe('decided');
  });

  it('counts opens of people, not of proxies', async () => {
    const { id, emails } = await running({ ...test, test_percent: 100, metric: 'opens' }, 20);
    const [a, b] = [withSubject(emails, 'Spring sale'), withSubject(emails, 'Last chance')];
    expect(a.length + b.length).toBe(20);
    const open = (html: string | undefined, agent: string) =>
      stage.app.anonymous.get(linkIn(html ?? '', 'o'), { 'user-agent': agent });
    for (const { mail } of a)
      await open(
        mail.html,
        'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      );
    await open(b[0]?.mail.html, 'Mozilla/5.0 (X11; Linux x86_64) Thunderbird/128.0');
    expect((await experiment(id)).variants).toMatchObject([{ successes: 0 }, { successes: 1 }]);
  });

  it('ends with a campaign that is stopped, and those who waited get nothing', async () => {
    const { id, emails } = await running();
    const sent = stage.received(emails).length;
    await stage.marketer.step(id, 'stop');
    await later(id);
    expect(await experiment(id)).toMatchObject({
      state: 'ended',
      reason: 'campaign_stopped',
      winner: null,
    });
    expect(stage.received(emails)).toHaveLength(sent);
    expect(await stage.marketer.report(id)).toMatchObject({
      skipped_by_reason: { campaign_stopped: 80 - sent },
    });
  });

  it('explains who waits for its winner', async () => {
    const { id } = await running();
    const [waiting] = await stage.app.sql<{ lead_id: string }>(
      `select lead_id from email_messages where campaign_id = $1 and variant_id is null limit 1`,
      [id],
    );
    const { body } = await stage.marketer.client.get(api(id, `recipients/${waiting!.lead_id}/explain`));
    expect(body.data).toMatchObject({
      outcome: 'waits',
      decided_by: 'due',
      recipient: { due_at: null, variant: null },
    });
    expect(body.data.gates.find(({ gate }: { gate: string }) => gate === 'due')).toMatchObject({
      reason: 'experiment',
    });
  });

  it('is set up before the launch, of variants that differ and can be written', async () => {
    const id = await stage.marketer.makeCampaign({ content });
    const put = async (wanted: object) => {
      const { status, body } = await stage.marketer.client.put(path(id), wanted);
      return [status, body.code];
    };
    expect((await stage.marketer.client.get(path(id))).body.code).toBe('email/experiment-not-found');
    expect(await put({ variants: [{ subject: 'A' }, { subject: 'A' }] })).toEqual([
      422,
      'email/variants-alike',
    ]);
    expect(await put({ variants: [{ subject: 'A' }, { body: '{% if %}' }] })).toEqual([
      422,
      'email/template-invalid',
    ]);
    expect((await stage.marketer.client.get(path(id))).status).toBe(404);
    for (const wrong of [
      { variants: [{}] },
      { variants, test_percent: 0 },
      { variants, threshold: 1 },
      { variants, metric: 'sales' },
      { variants: Array(6).fill({}) },
    ])
      expect((await put(wrong))[0]).toBe(400);
    expect(await put(test)).toEqual([200, undefined]);
    expect(await put({ ...test, hours: 2 })).toEqual([200, undefined]);
    const rendered = await stage.marketer.client.post(api(id, 'render'), { variant: 'B' });
    expect(rendered.body.data.subject).toBe('Last chance');
    expect((await stage.marketer.client.delete(path(id))).status).toBe(200);
    expect((await stage.marketer.client.delete(path(id))).status).toBe(404);

    await stage.makeLeads(1);
    await put(test);
    await stage.marketer.launch(id);
    await stage.app.drainJobs();
    expect(await put(test)).toEqual([409, 'campaigns/running']);
    expect((await stage.marketer.client.delete(path(id))).body.code).toBe('campaigns/running');
  });

  it('goes with a copy of its campaign, as one that has not begun', async () => {
    const { id } = await running(test, 20);
    const { body } = await stage.marketer.client.post(api(id, 'duplicate'), {});
    const copy = await experiment(body.data.id);
    const original = await experiment(id);
    expect([original.state, copy.state]).toEqual(['running', 'defined']);
    for (const part of ['metric', 'test_percent', 'hours', 'minimum_sample', 'threshold', 'without_winner'])
      expect([part, copy[part]]).toEqual([part, original[part]]);
    const said = ({ variants: all }: { variants: { label: string; subject: string; from_name: string }[] }) =>
      all.map(({ label, subject, from_name }) => [label, subject, from_name]);
    expect(said(copy)).toEqual(said(original));
    await stage.marketer.step(id, 'stop');
    const plain = await stage.marketer.client.post(api(await stage.marketer.makeCampaign(), 'duplicate'), {});
    expect((await stage.marketer.client.get(path(plain.body.data.id))).status).toBe(404);
  });

  it('is nobody else’s', async () => {
    const id = await stage.marketer.makeCampaign({ content });
    await stage.marketer.client.put(path(id), test);
    const { client } = await newMarketer(stage.app);
    for (const answer of [
      await client.put(path(id), test),
      await client.get(path(id)),
      await client.delete(path(id)),
      await client.post(`${path(id)}/winner`, { variant: 'A' }),
    ])
      expect(answer.status).toBe(404);
  });
});
