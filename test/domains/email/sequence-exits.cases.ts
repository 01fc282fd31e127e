import type { Lead, Marketer } from '../../automation/marketer.js';
import type { TestApp } from '../../support/app.js';
import { PATH, sequencesOf, step } from './sequencing.js';

/** What ends somebody's way between two steps. */
export function itIsLeftAtOnce(given: () => { app: TestApp; marketer: Marketer }): void {
  const app = () => given().app;
  const marketer = () => given().marketer;
  const { started, enrol, enrolments, leftBy, isAt } = sequencesOf(app, marketer);
  const mine = () => marketer().client;
  const inTheFrontEnd = (id: string, statement: string) =>
    app().sql(`do $do$ begin
      perform set_config('request.jwt.claims', '{"sub":"${id}","role":"authenticated"}', true);
      perform set_config('request.jwt.claim.sub', '${id}', true);
      set local role authenticated;
      ${statement};
      assert found, 'nothing was written';
    end $do$`);

  it('leaves when it happens, not when the next step is due in a month', async () => {
    const [ada, bob, eve, dan, joe] = await Promise.all(
      Array.from({ length: 5 }, () => marketer().makeLead()),
    );
    const far = [step('a'), step('b', { delay_minutes: 43_200 })];
    const id = await started(far, { goal: { tags: ['customer'] } });
    const other = await started(far, { goal: { statuses: ['customer'] } });
    await enrol(id, ada!, bob!, eve!, dan!, joe!);
    await enrol(other, bob!, eve!);
    for (const lead of [ada!, bob!, eve!, dan!, joe!]) await isAt(id, lead, 1);
    const [paused] = await enrolments(id, `?lead_id=${dan!.id}`);
    await mine().post(`${PATH}/${id}/enrolments/${paused.id}/pause`);
    const client = (await app().newUser()).client;
    await client.post('/api/email/suppressions', { email: joe!.email, reason: 'unsubscribed' });
    for (const lead of [ada!, dan!])
      await mine().post('/api/email/suppressions', { email: lead.email, reason: 'unsubscribed' });
    await app().sql(
      `insert into email_suppressions (created_by, email_norm, reason) values ($1, $2, 'hard_bounce')`,
      [marketer().id, bob!.email],
    );
    await app().sql(`update leads set tags = '{customer}' where id = $1`, [eve!.id]);
    const why = async (lead: Lead, of = id) =>
      (await enrolments(of, `?lead_id=${lead.id}`))[0]?.stop_reason ?? null;
    await leftBy(id, ada!, { status: 'stopped', stop_reason: 'unsubscribed' });
    await leftBy(id, dan!, { status: 'stopped', stop_reason: 'unsubscribed' });
    await leftBy(id, bob!, { status: 'stopped', stop_reason: 'bounced' });
    await leftBy(other, bob!, { status: 'stopped', stop_reason: 'bounced' });
    await leftBy(id, eve!, { status: 'stopped', stop_reason: 'goal' });
    expect([await why(eve!, other), await why(joe!)]).toEqual([null, null]);
    await app().sql(`update leads set status = 'customer' where id = $1`, [eve!.id]);
    await leftBy(other, eve!, { status: 'stopped', stop_reason: 'goal' });
    expect(await isAt(id, joe!, 1)).toBeUndefined();
  });
  it('leaves who withdraws consent, by whichever door, though the address is not suppressed', async () => {
    const [api, front, file, other] = await Promise.all(
      Array.from({ length: 4 }, () => marketer().makeLead()),
    );
    const id = await started([step('a'), step('b', { delay_minutes: 43_200 })]);
    await enrol(id, api!, front!, file!, other!);
    for (const lead of [api!, front!, file!, other!]) await isAt(id, lead, 1);
    const [paused] = await enrolments(id, `?lead_id=${file!.id}`);
    await mine().post(`${PATH}/${id}/enrolments/${paused.id}/pause`);
    await mine().put(`/api/leads/${api!.id}`, { consent: 'withdrawn' });
    await inTheFrontEnd(
      marketer().id,
      `update public.leads set consent = 'withdrawn' where id = '${front!.id}'`,
    );
    await marketer().withdrawBySql(file!);
    await app().sql(`update leads set consent = 'granted' where id = $1`, [other!.id]);
    for (const lead of [api!, front!, file!])
      await leftBy(id, lead, { status: 'stopped', stop_reason: 'unsubscribed' });
    const listed = await app().sql(
      'select 1 from email_suppressions where created_by = $1 and email_norm = any($2)',
      [marketer().id, [front!.email, file!.email]],
    );
    expect(listed).toEqual([]);
    expect((await enrolments(id, `?lead_id=${other!.id}`))[0]).toMatchObject({ status: 'active' });
    expect(
      await app().sql('select 1 from email_sequence_exits where created_by = $1', [marketer().id]),
    ).toEqual([]);
  });
}
