import { SequenceRun } from '#domains/email/sequences/enrolments/sequence-run';
import { type Lead, Marketer, newMarketer } from '../../automation/marketer.js';
import { startApp, type TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { until } from '../../support/until.js';
import { itIsLeftAtOnce } from './sequence-exits.cases.js';
import { LATER, PATH, sequencesOf, step } from './sequencing.js';

let app: TestApp;
let marketer: Marketer;
let mine: TestClient;
beforeAll(async () => {
  app = await startApp({ roles: 'web,worker,clock' });
});
afterAll(() => app.close());
beforeEach(async () => {
  marketer = await newMarketer(app);
  mine = marketer.client;
});

const { make, started, enrol, enrolments, figures, leftBy, comes, isAt, mailsTo, subjectsTo, gets } =
  sequencesOf(
    () => app,
    () => marketer,
  );

describe('a sequence', () => {
  it('takes only steps that make sense, and starts only with mails that can be made', async () => {
    const empty = await make([]);
    expect((await mine.post(`${PATH}/${empty}/start`)).body.code).toBe('email/sequence-unfit');
    const broken = await make([step('a', { html: '{% for x in (1..2) %}' })]);
    expect((await mine.post(`${PATH}/${broken}/start`)).body.code).toBe('email/template-invalid');
    const missing = await make([{ key: 'a', delay_minutes: 0, template_id: 'no-such' }]);
    expect((await mine.post(`${PATH}/${missing}/start`)).body.code).toBe('email/template-not-found');
    const id = await started([step('a')]);
    for (const verb of ['start', 'resume'])
      expect((await mine.post(`${PATH}/${id}/${verb}`)).body.code).toBe('email/sequence-illegal-step');
    expect((await mine.patch(`${PATH}/${id}`, { name: 'Other' })).body.code).toBe(
      'email/sequence-illegal-step',
    );
    await mine.post(`${PATH}/${id}/stop`);
    expect((await mine.post(`${PATH}/${id}/stop`)).body.code).toBe('email/sequence-illegal-step');
    const lead = await marketer.makeLead();
    const late = await mine.post(`${PATH}/${id}/enrolments`, { lead_ids: [lead.id] });
    expect([late.status, late.body.code]).toEqual([409, 'email/sequence-illegal-step']);
    const neither = await mine.post(`${PATH}/${id}/enrolments`, {});
    expect(neither.body.errors[0].path).toBe('lead_ids');
  });
});

describe('somebody in a sequence', () => {
  it('gets each mail once, in its time, however many workers look', async () => {
    const id = await started([step('a'), step('b', LATER), step('c', LATER)]);
    const [ada, bob] = [await marketer.makeLead(), await marketer.makeLead()];
    expect(await enrol(id, ada, bob)).toEqual({ enrolled: 2, left_out: 0, continues: false });
    expect(await enrol(id, ada)).toEqual({ enrolled: 0, left_out: 1, continues: false });
    await gets(ada, 'a');
    await gets(bob, 'a');
    expect(await enrolments(id)).toMatchObject([{ status: 'active', position: 1 }, { position: 1 }]);
    await comes(id);
    const run = app.get(SequenceRun);
    await Promise.all([run.batch(), run.batch(), run.batch()]);
    await gets(ada, 'a', 'b');
    // As if whoever took the step had died before it was written down how they went on.
    await app.sql(
      'update email_sequence_enrolments set position = 0, due_at = now() where sequence_id = $1',
      [id],
    );
    await isAt(id, ada, 1);
    await comes(id);
    await isAt(id, ada, 2);
    await comes(id);
    await leftBy(id, ada, { status: 'completed' });
    await leftBy(id, bob, { status: 'completed' });
    await gets(ada, 'a', 'b', 'c');
    await gets(bob, 'a', 'b', 'c');
    await until('all is counted', async () => (await figures(id)).steps[2].sent === 2);
    const each = {
      posted: 2,
      sent: 2,
      failed: 0,
      opened: 0,
      clicked: 0,
      bounced: 0,
      unsubscribed: 0,
      skipped: 0,
    };
    expect(await figures(id)).toEqual({
      active: 0,
      paused: 0,
      completed: 2,
      stopped: 0,
      stop_reasons: {},
      steps: ['a', 'b', 'c'].map((key) => ({ key, ...each })),
    });
  });

  it('leaves by a reply, an unsubscription, the goal, by hand, or with their lead, and gets no other mail', async () => {
    const id = await started([step('a'), step('b', LATER)], {
      goal: { tags: ['customer'], statuses: ['customer'] },
    });
    const names = ['replied', 'unsubscribed', 'goal', 'by_hand', 'lead_gone', 'bounced'] as const;
    const leads = new Map<string, Lead>();
    for (const name of names) leads.set(name, await marketer.makeLead());
    const of = (name: (typeof names)[number]) => leads.get(name) as Lead;
    await enrol(id, ...leads.values());
    for (const lead of leads.values()) await gets(lead, 'a');
    expect((await mine.post(`${PATH}/replies`, { email: of('replied').email })).body.data).toEqual({
      stopped: 1,
    });
    await mine.post('/api/email/suppressions', { email: of('unsubscribed').email, reason: 'unsubscribed' });
    await app.sql(
      `insert into email_suppressions (created_by, email_norm, reason) values ($1, $2, 'hard_bounce'), ($1, $3, 'unsubscribed')
       on conflict do nothing`,
      [marketer.id, of('bounced').email, of('unsubscribed').email],
    );
    await app.sql(`update leads set tags = '{customer}', status = 'customer' where id = $1`, [of('goal').id]);
    const [one] = await enrolments(id, `?lead_id=${of('by_hand').id}`);
    expect((await mine.post(`${PATH}/${id}/enrolments/${one.id}/stop`)).body.data.stop_reason).toBe(
      'by_hand',
    );
    expect((await mine.post(`${PATH}/${id}/enrolments/${one.id}/stop`)).body.code).toBe(
      'email/enrolment-over',
    );
    await mine.delete(`/api/leads/${of('lead_gone').id}`);
    await comes(id);
    await until('all have left', async () => (await figures(id)).active === 0);
    expect((await figures(id)).stop_reasons).toEqual(Object.fromEntries(names.map((name) => [name, 1])));
    for (const lead of leads.values()) expect(await subjectsTo(lead)).toEqual(['a']);
    const atGoal = await marketer.makeLead();
    await app.sql(`update leads set tags = '{customer}', status = 'customer' where id = $1`, [atGoal.id]);
    expect(await enrol(id, atGoal)).toEqual({ enrolled: 0, left_out: 1, continues: false });
  });

  itIsLeftAtOnce(() => ({ app, marketer }));

  it('skips the steps that are not meant for them', async () => {
    const id = await started([
      step('a'),
      step('b', { ...LATER, condition: { opened: 'a', negate: true } }),
      step('c', { ...LATER, condition: { tags: ['vip'], clicked: 'a' } }),
    ]);
    const [keen, lazy] = [await marketer.makeLead(), await marketer.makeLead()];
    await enrol(id, keen, lazy);
    await gets(keen, 'a');
    await app.sql(
      `update email_messages set opened_at = now(), clicked_at = now() where created_by = $1 and email = $2`,
      [marketer.id, keen.email],
    );
    await app.sql(`update leads set tags = '{vip}' where id = any($1::uuid[])`, [[keen.id, lazy.id]]);
    await comes(id);
    await isAt(id, keen, 2);
    await isAt(id, lazy, 2);
    await comes(id);
    await leftBy(id, keen, { status: 'completed' });
    await leftBy(id, lazy, { status: 'completed' });
    await gets(keen, 'a', 'c');
    await gets(lazy, 'a', 'b');
    expect((await figures(id)).steps.map(({ skipped }: { skipped: number }) => skipped)).toEqual([0, 1, 1]);
  });

  it('may enter again after a time, where the sequence lets them', async () => {
    const id = await started([step('a')], { re_entry: 'after_finish', re_entry_days: 30 });
    const ada = await marketer.makeLead();
    await enrol(id, ada);
    await leftBy(id, ada, { status: 'completed' });
    expect(await enrol(id, ada)).toEqual({ enrolled: 0, left_out: 1, continues: false });
    await app.sql(
      `update email_sequence_enrolments set finished_at = now() - interval '31 days' where sequence_id = $1`,
      [id],
    );
    expect(await enrol(id, ada)).toEqual({ enrolled: 1, left_out: 0, continues: false });
    await gets(ada, 'a', 'a');
  });

  it('waits while they, or the sequence, are paused', async () => {
    const id = await started([step('a'), step('b', LATER)]);
    const [ada, bob] = [await marketer.makeLead(), await marketer.makeLead()];
    await enrol(id, ada, bob);
    await isAt(id, ada, 1);
    await isAt(id, bob, 1);
    const [one] = await enrolments(id, `?lead_id=${ada.id}`);
    expect((await mine.post(`${PATH}/${id}/enrolments/${one.id}/pause`)).body.data.status).toBe('paused');
    await comes(id);
    await leftBy(id, bob, { status: 'completed' });
    expect(await enrolments(id, '?status=paused')).toMatchObject([{ lead_id: ada.id, position: 1 }]);
    expect((await mine.post(`${PATH}/${id}/pause`)).body.data.status).toBe('paused');
    await mine.post(`${PATH}/${id}/enrolments/${one.id}/resume`);
    expect((await mine.post(`${PATH}/${id}/enrolments/${one.id}/resume`)).body.code).toBe(
      'email/enrolment-over',
    );
    expect(await app.get(SequenceRun).batch()).toBe(0);
    const eve = await marketer.makeLead();
    await enrol(id, eve);
    expect(await app.get(SequenceRun).batch()).toBe(0);
    expect((await mine.post(`${PATH}/${id}/resume`)).body.data.status).toBe('active');
    await gets(eve, 'a');
    await gets(ada, 'a', 'b');
    await mine.post(`${PATH}/${id}/stop`);
    expect((await figures(id)).stop_reasons).toEqual({ sequence_stopped: 1 });
  });

  it('comes from a segment', async () => {
    const id = await started([step('a')]);
    const segment = (await mine.post('/api/leads/segments', { name: 'S', kind: 'static' })).body.data;
    const [ada, bob] = [await marketer.makeLead(), await marketer.makeLead()];
    await mine.post(`/api/leads/segments/${segment.id}/members`, { lead_ids: [ada.id] });
    const entered = await mine.post(`${PATH}/${id}/enrolments`, { segment_ids: [segment.id] });
    expect(entered.body.data).toEqual({ enrolled: 1, left_out: 0, continues: false });
    await gets(ada, 'a');
    expect(await mailsTo(bob)).toEqual([]);
  });

  it('enters at a time that was scheduled', async () => {
    const id = await started([step('a')]);
    const ada = await marketer.makeLead();
    const trigger = { type: 'date', at: new Date(Date.now() + 1_000).toISOString() };
    const payload = { sequence_id: id, lead_ids: [ada.id], number: 2 };
    const { body } = await mine.post('/api/schedules', { kind: 'email_sequence', payload, trigger });
    expect(body.data.id).toBe(`email_sequence_${id}_2`);
    await gets(ada, 'a');
    const schedule = async () => (await mine.get(`/api/schedules/${body.data.id}`)).body.data;
    await until('the schedule is completed', async () => (await schedule()).status === 'completed');
    expect((await schedule()).executions[0].results).toEqual({ enrolled: 1, left_out: 0, continues: false });
    const { client: theirs } = await app.newUser();
    expect((await theirs.post('/api/schedules', { kind: 'email_sequence', payload, trigger })).status).toBe(
      404,
    );
    const nobody = { kind: 'email_sequence', payload: { sequence_id: id }, trigger };
    expect((await mine.post('/api/schedules', nobody)).body.code).toBe('schedules/entrants-missing');
  });
});

describe('a sequence whose mail can no longer be made', () => {
  it('pauses itself and says why; who is on the way waits', async () => {
    const words = { name: 'T', subject: 'T', html_content: '<p>T</p>' };
    const { body } = await mine.post('/api/email/templates', words);
    const template_id = body.data.id as string;
    const id = await started([step('a'), { key: 'b', delay_minutes: 1_440, template_id }]);
    const ada = await marketer.makeLead();
    await enrol(id, ada);
    await isAt(id, ada, 1);
    await app.sql('delete from email_templates where id = $1', [template_id]);
    await comes(id);
    await until('it is paused', async () => (await mine.get(`${PATH}/${id}`)).body.data.status === 'paused');
    expect((await mine.get(`${PATH}/${id}`)).body.data.last_error).toContain(template_id);
    expect(await enrolments(id)).toMatchObject([{ status: 'active', position: 1 }]);
  });
});
