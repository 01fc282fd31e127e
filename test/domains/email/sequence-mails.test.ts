import { quiet_hours } from '../../automation/closed-gates.js';
import { type Lead, Marketer, newMarketer } from '../../automation/marketer.js';
import { startApp, type TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
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

const { started, enrol, enrolments, leftBy, comes, gets, mailsTo } = sequencesOf(
  () => app,
  () => marketer,
);
const act = async (path: string, body?: object) => {
  const { status, text } = await marketer.client.post(`${PATH}/${path}`, body);
  if (status !== 200) throw new Error(text);
};
const stateOf = async ({ email }: Lead) =>
  app.sql<{ state: string; skip_reason: string | null }>(
    'select state, skip_reason from email_messages where created_by = $1 and email_norm = $2',
    [marketer.id, email],
  );
const LEFT = [{ state: 'skipped', skip_reason: 'sequence_left' }];
const WAITS = [{ state: 'queued', skip_reason: null }];

/** A sequence at night: the mail of its first step is posted to each lead, and none leaves. */
const posted = async (leads: number, more: object = {}, steps = [step('a'), step('b', LATER)]) => {
  const id = await started(steps, { settings: { quiet_hours }, ...more });
  const all: Lead[] = [];
  for (let made = 0; made < leads; made++) all.push(await marketer.makeLead());
  await enrol(id, ...all);
  for (const lead of all)
    await until('its mail is posted', async () => (await stateOf(lead))[0]?.state === 'queued');
  return { id, all: all as [Lead, ...Lead[]] };
};
const morning = () =>
  app.sql(
    `update email_campaigns set settings = '{}', hold_until = null, hold_reason = null where created_by = $1`,
    [marketer.id],
  );
const only = async (id: string, { id: lead }: Lead) =>
  (await enrolments(id, `?lead_id=${lead}`))[0].id as string;

describe('a mail of a sequence that has not left', () => {
  it('is not sent to who has replied, is at the goal, or was taken out', async () => {
    const { id, all } = await posted(4, { goal: { tags: ['customer'] } });
    const [replied, atGoal, stopped, stays] = all as [Lead, Lead, Lead, Lead];
    await act('replies', { email: replied.email });
    await app.sql(`update leads set tags = '{customer}' where id = $1`, [atGoal.id]);
    await act(`${id}/enrolments/${await only(id, stopped)}/stop`);
    await leftBy(id, atGoal, { stop_reason: 'goal' });
    for (const lead of [replied, atGoal, stopped]) expect(await stateOf(lead)).toEqual(LEFT);
    await morning();
    await gets(stays, 'a');
    for (const lead of [replied, atGoal, stopped]) expect(await mailsTo(lead)).toEqual([]);
  });

  it('is not sent after a reply though it was that of the last step, unless its sequence goes on after replies', async () => {
    const last = await posted(1, {}, [step('a')]);
    const other = await posted(1, { stop_on_reply: false });
    await leftBy(last.id, last.all[0], { status: 'completed' });
    for (const [lead] of [last.all, other.all]) await act('replies', { email: lead.email });
    expect(await stateOf(last.all[0])).toEqual(LEFT);
    expect(await stateOf(other.all[0])).toEqual(WAITS);
  });

  it('is not sent to who meets the goal where nobody tells of it, once the next step is due', async () => {
    const { id, all } = await posted(1, { goal: { statuses: ['customer'] } });
    await app.sql('delete from lead_listeners where created_by = $1', [marketer.id]);
    await app.sql(`update leads set status = 'customer' where id = $1`, [all[0].id]);
    await app.sql('update email_sequence_enrolments set due_at = now() where sequence_id = $1', [id]);
    await leftBy(id, all[0], { stop_reason: 'goal' });
    expect(await stateOf(all[0])).toEqual(LEFT);
  });

  it('is not sent once its sequence is stopped or deleted', async () => {
    const stopped = await posted(1);
    const deleted = await posted(1);
    await act(`${stopped.id}/stop`);
    expect((await marketer.client.delete(`${PATH}/${deleted.id}`)).status).toBe(200);
    expect(await stateOf(stopped.all[0])).toEqual(LEFT);
    expect(await stateOf(deleted.all[0])).toEqual(LEFT);
  });

  it('waits while its sequence, or its reader, is paused, and goes out when that is over', async () => {
    const whole = await posted(1);
    const one = await posted(2);
    const [resting, control] = one.all as [Lead, Lead];
    const enrolment = await only(one.id, resting);
    await act(`${whole.id}/pause`);
    await act(`${one.id}/enrolments/${enrolment}/pause`);
    await morning();
    await gets(control, 'a');
    for (const lead of [whole.all[0], resting]) {
      expect(await stateOf(lead)).toEqual(WAITS);
      expect(await mailsTo(lead)).toEqual([]);
    }
    // Resuming asks for the mails as the sequence says now: by day.
    await marketer.client.patch(`${PATH}/${whole.id}`, { settings: {} });
    await act(`${whole.id}/resume`);
    await act(`${one.id}/enrolments/${enrolment}/resume`);
    await gets(whole.all[0], 'a');
    await gets(resting, 'a');
  });
});

describe('a reply of somebody whose address has changed on the way', () => {
  it.each(['before', 'since'])('ends their way, from the address they had %s', async (when) => {
    const id = await started([step('a'), step('b', LATER), step('c', LATER)]);
    const [lead, other] = [await marketer.makeLead(), await marketer.makeLead()];
    await enrol(id, lead, other);
    await gets(lead, 'a');
    const changed = { ...lead, email: `new-${lead.email}` };
    expect((await marketer.client.put(`/api/leads/${lead.id}`, { email: changed.email })).status).toBe(200);
    await comes(id);
    await gets(changed, 'b');
    await act('replies', { email: (when === 'since' ? changed : lead).email });
    expect((await enrolments(id, `?lead_id=${lead.id}`))[0]).toMatchObject({
      status: 'stopped',
      stop_reason: 'replied',
    });
    expect((await enrolments(id, `?lead_id=${other.id}`))[0].status).toBe('active');
  });
});
