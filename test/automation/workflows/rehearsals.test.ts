import type { TestApp } from '../../support/app.js';
import { ENTER, flowsApp, Owner, tag, WORKFLOWS } from './flows.js';

const START = '2026-12-01T08:30:00Z';
const HOT = { field: 'tags', op: 'has', value: 'hot' };

/** A way for who is meant, and one for who is not. */
const branch = (id: string, filter: object, yes: string | null, no: string | null) => ({
  id,
  type: 'branch',
  config: { filter },
  next: { yes, no },
});
const deed = (id: string, type: string, config: object, next: string | null) => ({ id, type, config, next });

describe('a rehearsal', () => {
  let app: TestApp;
  let ada: Owner;
  beforeAll(async () => {
    app = await flowsApp();
    ada = await Owner.of(app);
  });
  afterAll(() => app.close());

  const simulated = async (steps: object[], wish: object, settings: object = {}) => {
    const { body: made } = await ada.make(steps, { settings });
    return ada.client.post(`${WORKFLOWS}/${made.data.id}/simulate`, { start: START, ...wish });
  };
  const way = ({ body }: { body: { data: { path: { step: string }[] } } }) =>
    body.data.path.map(({ step }) => step);
  /** Everything that a rehearsal could have written of the owner's leads. */
  const kept = () =>
    app.sql(
      `select (select jsonb_agg(to_jsonb(l) order by id) from leads l where created_by = $1) as leads,
        (select jsonb_agg(to_jsonb(a) order by id) from lead_activities a where created_by = $1) as activities,
        (select count(*) from lead_events where created_by = $1) as events,
        (select sum(leads) from lead_counts where created_by = $1) as counted`,
      [ada.id],
    );

  it('goes by what its own steps have said of the lead, and keeps none of it', async () => {
    const steps = [
      ENTER,
      branch('a', HOT, null, 'b'),
      tag('b', 'c', 'hot'),
      branch('c', HOT, 'd', null),
      deed('d', 'score', { by: 30 }, 'e'),
      branch('e', { field: 'score', op: 'at_least', value: 30 }, 'f', null),
      deed('f', 'update_lead', { status: 'qualified', company: 'Looms Ltd' }, 'g'),
      branch(
        'g',
        {
          all: [
            { field: 'status', op: 'is', value: 'qualified' },
            { field: 'company', op: 'is', value: 'Looms Ltd' },
          ],
        },
        'h',
        null,
      ),
      deed('h', 'remove_tag', { tags: ['hot'] }, 'i'),
      branch('i', HOT, null, 'j'),
      tag('j', null),
    ];
    const all = ['enter', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    const { id: lead_id } = await ada.lead();
    const before = await kept();
    expect(way(await simulated(steps, { lead_id }))).toEqual(all);
    expect(way(await simulated(steps, { lead: { email: 'new@example.com' } }))).toEqual(all);
    expect(way(await simulated(steps, {}))).toEqual(all);
    expect(await kept()).toEqual(before);
  });

  it('is over where its own step has made the lead what the workflow is for', async () => {
    const goal = { field: 'status', op: 'is', value: 'customer' };
    const steps = [ENTER, deed('a', 'update_lead', { status: 'customer' }, 'b'), tag('b', null)];
    const { body } = await simulated(steps, { lead: {} }, { goal });
    expect(body.data).toMatchObject({ ended: 'goal', path: [{}, {}, { step: 'b', exit: null }] });
  });

  it('leaves what a person has said of the lead, as a run does', async () => {
    const { id: lead_id } = await ada.lead({ company: 'Mills Ltd', score: 10 });
    const steps = [
      ENTER,
      deed('a', 'update_lead', { company: 'Looms Ltd' }, 'b'),
      deed('b', 'score', { to: 90 }, 'c'),
      branch('c', { field: 'company', op: 'is', value: 'Mills Ltd' }, 'd', null),
      branch('d', { field: 'score', op: 'is', value: 10 }, 'e', null),
      tag('e', null),
    ];
    expect(way(await simulated(steps, { lead_id }))).toEqual(['enter', 'a', 'b', 'c', 'd', 'e']);
  });

  it('waits by the zone that a step has written into the lead', async () => {
    const steps = [
      ENTER,
      deed('a', 'update_lead', { custom_fields: { zone: 'Asia/Tokyo' } }, 'b'),
      deed('b', 'wait_until', { time: '09:00', zone: 'UTC', zone_field: 'zone' }, null),
    ];
    expect((await simulated(steps, { lead: {} })).body.data.ends_at).toBe('2026-12-02T00:00:00.000Z');
  });

  it('takes a lead that there is not by all of its fields, also where one has its address', async () => {
    const { email, id } = await ada.lead({ external_id: 'crm-1', tags: ['old'] });
    const steps = [
      ENTER,
      branch('a', { field: 'email', op: 'is', value: email }, 'b', null),
      branch('b', { field: 'score', op: 'is', value: 70 }, 'c', null),
      branch('c', { field: 'custom.team', op: 'is', value: 'blue' }, 'd', null),
      branch('d', { field: 'tags', op: 'has', value: 'old' }, null, 'e'),
      { id: 'e', type: 'send_mail', config: { subject: 'Hi', text: 'Now' }, next: null },
    ];
    const lead = { name: 'Ada L', email, external_id: 'crm-1', score: 70, custom_fields: { team: 'blue' } };
    const answer = await simulated(steps, { lead });
    expect(way(answer)).toEqual(['enter', 'a', 'b', 'c', 'd', 'e']);
    expect(answer.body.data.path.at(-1).would).toMatchObject({ send_mail: { to: email } });
    expect((await ada.client.get(`/api/leads/${id}`)).body.data).toMatchObject({ email, tags: ['old'] });
  });

  it.each([
    [{ status: 'bogus' }, 'lead.status'],
    [{ tags: 'x' }, 'lead.tags'],
    [{ tags: [['a']] }, 'lead.tags'],
    [{ id: 'zzz' }, 'lead.id'],
    [{ created_by: '00000000-0000-4000-8000-000000000000' }, 'lead.created_by'],
    [{ lead_score: 1e99 }, 'lead.lead_score'],
    [{ email: 'nobody' }, 'lead.email'],
    [{ custom_fields: 'x' }, 'lead.custom_fields'],
    ['Ada', 'lead'],
    [[{ email: 'a@example.com' }], 'lead'],
  ])('refuses a lead that could not be: %j', async (lead, path) => {
    const { status, body } = await simulated([ENTER, branch('a', HOT, null, null)], { lead });
    expect([status, body.errors?.map((issue: { path: string }) => issue.path)]).toEqual([400, [path]]);
  });
});
