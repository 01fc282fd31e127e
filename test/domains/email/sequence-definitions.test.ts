import { SequenceRun } from '#domains/email/sequences/enrolments/sequence-run';
import { Marketer, newMarketer } from '../../automation/marketer.js';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { LATER, PATH, sequencesOf, step } from './sequencing.js';

let app: TestApp;
let marketer: Marketer;
let mine: TestClient;
beforeAll(async () => {
  app = await sharedApp({ roles: 'web' });
});
afterAll(() => app.close());
beforeEach(async () => {
  marketer = await newMarketer(app);
  mine = marketer.client;
});

const { started, enrol, enrolments, figures } = sequencesOf(
  () => app,
  () => marketer,
);

describe('a sequence', () => {
  it('is kept, shown, listed, changed and deleted, and is nobody else’s', async () => {
    const steps = [step('a'), step('b', LATER)];
    const { status, body } = await mine.post(PATH, {
      name: 'Welcome',
      steps,
      goal: { tags: ['customer'] },
    });
    const { id } = body.data;
    const sequence = {
      id,
      name: 'Welcome',
      description: null,
      status: 'draft',
      steps,
      goal: { tags: ['customer'] },
      stop_on_reply: true,
      re_entry: 'never',
      re_entry_days: 0,
      settings: {},
      from_email: null,
      last_error: null,
      created_at: expect.stringMatching(/Z$/),
      updated_at: expect.stringMatching(/Z$/),
    };
    expect([status, body.data]).toEqual([201, sequence]);
    expect((await mine.get(`${PATH}/${id}`)).body.data).toEqual(sequence);
    expect((await mine.get(`${PATH}?status=draft`)).body.data).toEqual([sequence]);
    expect((await mine.get(`${PATH}?status=active`)).body.data).toEqual([]);
    expect((await mine.post(PATH, { name: 'Welcome' })).body.code).toBe('email/sequence-name-taken');
    expect((await mine.patch(`${PATH}/${id}`, { goal: null, name: 'Hello' })).body.data).toMatchObject({
      goal: null,
      name: 'Hello',
      steps,
    });
    const lead = await marketer.makeLead();
    await enrol(id, lead);
    const [{ id: enrolmentId }] = await enrolments(id);
    const { client: theirs, id: them } = await app.newUser();
    for (const answer of [
      await theirs.get(`${PATH}/${id}`),
      await theirs.patch(`${PATH}/${id}`, { name: 'Mine' }),
      await theirs.delete(`${PATH}/${id}`),
      await theirs.get(`${PATH}/${id}/figures`),
      await theirs.get(`${PATH}/${id}/enrolments`),
      await theirs.post(`${PATH}/${id}/enrolments`, { lead_ids: [lead.id] }),
      ...(await Promise.all(
        ['start', 'pause', 'resume', 'stop'].map((verb) => theirs.post(`${PATH}/${id}/${verb}`)),
      )),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'email/sequence-not-found']);
    for (const verb of ['pause', 'resume', 'stop']) {
      const answer = await theirs.post(`${PATH}/${id}/enrolments/${enrolmentId}/${verb}`);
      expect([answer.status, answer.body.code]).toEqual([404, 'email/enrolment-not-found']);
    }
    const { body: own } = await theirs.post(PATH, { name: 'Theirs', steps });
    const stolen = await theirs.post(`${PATH}/${own.data.id}/enrolments`, { lead_ids: [lead.id] });
    expect(stolen.body.data).toEqual({ enrolled: 0, left_out: 1, continues: false });
    expect((await theirs.post(`${PATH}/replies`, { email: lead.email })).body.data).toEqual({ stopped: 0 });
    expect(await app.sql('select from email_sequence_enrolments where created_by = $1', [them])).toEqual([]);
    expect((await mine.delete(`${PATH}/${id}`)).body.data).toEqual({ deleted: true });
    expect((await mine.get(`${PATH}/${id}`)).status).toBe(404);
  });

  it.each([
    [{ steps: [{ key: 'a', delay_minutes: 0 }] }, 422, 'steps.0'],
    [{ steps: [step('a', { condition: {} })] }, 422, 'steps.0.condition'],
    [{ steps: [step('a', { condition: { opened: 'b' } }), step('b')] }, 422, 'steps.0.condition.opened'],
    [{ goal: {} }, 422, 'goal'],
    [{ steps: [step('a'), step('a')] }, 400, 'steps'],
    [{ steps: [step('A b')] }, 400, 'steps.0.key'],
    [{ steps: [step('a', { delay_minutes: -1 })] }, 400, 'steps.0.delay_minutes'],
    [{ name: 'two\nlines' }, 400, 'name'],
  ])('that cannot be followed is refused, and the field named: %j', async (wrong, status, path) => {
    const answer = await mine.post(PATH, { name: 'Welcome', ...wrong });
    expect([answer.status, answer.body.errors[0].path]).toEqual([status, path]);
  });
});

describe('a sequence that cannot be taken further', () => {
  it('stands back, and keeps no other waiting', async () => {
    const broken = await started([step('a')]);
    await enrol(broken, await marketer.makeLead());
    await app.sql(`update email_sequences set steps = 'null' where id = $1`, [broken]);
    const due = `update email_sequence_enrolments set due_at = now() - make_interval(years => $2) where sequence_id = $1`;
    await app.sql(due, [broken, 2]);
    const id = await started([step('a')]);
    await enrol(id, await marketer.makeLead());
    await app.sql(due, [id, 1]);
    const run = app.get(SequenceRun);
    expect([await run.batch(), await run.batch()]).toEqual([1, 1]);
    expect(await figures(id)).toMatchObject({ completed: 1 });
    const left =
      'select status, due_at > now() as later from email_sequence_enrolments where sequence_id = $1';
    expect(await app.sql(left, [broken])).toEqual([{ status: 'active', later: true }]);
    await app.sql('delete from email_sequences where id = $1', [broken]);
  });
});
