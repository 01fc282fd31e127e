import { quiet_hours } from '../closed-gates.js';
import { Marketer } from '../marketer.js';
import { Stage } from '../stage.js';
import { ENTER, mail, Owner, WORKFLOWS } from './flows.js';

const stage = new Stage();
const cap = { frequency_cap: { max: 1, hours: 24 } };

describe('mail of a workflow', () => {
  let ada: Owner;
  beforeEach(async () => {
    ada = await Owner.of(stage.app);
  });
  const flow = (settings: object) => ada.published([ENTER, mail('a', null, { settings })]);
  const enter = async (workflowId: string, leadId: string) => {
    await ada.until(await ada.run(workflowId, { lead_id: leadId }), 'completed');
    await stage.app.drainJobs();
  };
  const states = (email: string) =>
    stage.app.sql(
      'select state, skip_reason from email_messages where created_by = $1 and email = $2 order by created_at',
      [ada.id, email],
    );
  const SENT = { state: 'sent', skip_reason: null };
  const CAPPED = { state: 'skipped', skip_reason: 'frequency_cap' };

  it('keeps to its frequency cap, whatever else the lead was sent', async () => {
    const [lead, other] = [await ada.lead(), await ada.lead()];
    stage.marketer = new Marketer(stage.app, ada.id, ada.client);
    await stage.launched(await stage.campaignFor(lead));
    const id = await flow(cap);
    for (const { id: leadId } of [lead, other]) await enter(id, leadId);
    expect(await states(lead.email)).toEqual([SENT, CAPPED]);
    expect(await states(other.email)).toEqual([SENT]);
    await enter(await flow(cap), other.id);
    expect(await states(other.email)).toEqual([SENT, CAPPED]);
    expect(stage.received([lead.email, other.email])).toHaveLength(2);
  });

  it('counts for single mails that have a cap, and they for it', async () => {
    const lead = await ada.lead();
    const send = async (more: object) => {
      const words = { to: lead.email, subject: 'News', body: 'Look.', category: 'marketing' };
      expect((await ada.client.post('/api/email/send', { ...words, ...more })).status).toBe(202);
      await stage.app.drainJobs();
    };
    await enter(await flow({}), lead.id);
    await send({ settings: cap });
    await send({});
    await enter(await flow({ frequency_cap: { max: 2, hours: 24 } }), lead.id);
    expect(await states(lead.email)).toEqual([SENT, CAPPED, SENT, CAPPED]);
    const wrong = { to: lead.email, subject: 'News', body: 'Look.', settings: { throttle_per_minute: 0 } };
    const { status, body } = await ada.client.post('/api/email/send', wrong);
    expect([status, body.code, body.errors[0].path]).toEqual([
      422,
      'email/settings-invalid',
      'settings.throttle_per_minute',
    ]);
  });

  it('is no mail of the lead where it tells somebody else of it', async () => {
    const lead = await ada.lead();
    await ada.client.put(`/api/leads/${lead.id}`, { consent: 'withdrawn' });
    const to = `sales.${ada.id}@example.com`;
    const more = { to, subject: 'Call {{ first_name }} {{ last_name }}' };
    await enter(await ada.published([ENTER, mail('a', null, more)]), lead.id);
    expect(await states(to)).toEqual([SENT]);
    expect(stage.received([to]).map(({ mail: { subject } }) => subject)).toEqual(['Call Ada Lovelace']);
    const booked = await stage.app.sql('select from email_messages where lead_id = $1', [lead.id]);
    expect(booked).toEqual([]);
  });

  it('waits for the end of its quiet hours', async () => {
    const lead = await ada.lead();
    const id = await flow({ quiet_hours });
    await enter(id, lead.id);
    expect(await states(lead.email)).toEqual([{ state: 'queued', skip_reason: null }]);
    const [mailing] = await stage.app.sql(
      'select hold_reason, hold_until > now() as held from email_campaigns where created_by = $1',
      [ada.id],
    );
    expect(mailing).toEqual({ hold_reason: 'quiet_hours', held: true });
    expect(stage.received([lead.email])).toEqual([]);
  });

  it('is refused at its place where its settings cannot be followed', async () => {
    const settings = { quiet_hours: { start: '25:00', end: '07:00' } };
    const { body } = await ada.make([ENTER, mail('a', null, { settings })]);
    const refused = await ada.client.post(`${WORKFLOWS}/${body.data.id}/publish`, {});
    expect([refused.status, refused.body.code, refused.body.errors[0].path]).toEqual([
      422,
      'email/settings-invalid',
      'steps.1.config.settings.quiet_hours.start',
    ]);
  });
});
