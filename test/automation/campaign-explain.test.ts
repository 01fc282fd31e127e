import { randomUUID } from 'node:crypto';
import { deliverDue } from '../domains/email/mailing.js';
import { CLAIM_CONDITIONS } from '#domains/email/delivery/claim.repository';
import { HOLD_REASONS } from '#domains/email/delivery/hold-reasons';
import { quiet_hours, SKIPPING, WAITING } from './closed-gates.js';
import { LEAVING } from './closed-ways.js';
import { MAIL, newMarketer } from './marketer.js';
import { api, Stage } from './stage.js';

const stage = new Stage({ OUTBOUND_ALLOW: '127.0.0.1/32' });

describe('a lead that a campaign skips', () => {
  it.each(SKIPPING)(
    'is told of the gate, and delivery does the same: $gate ($reason)',
    async ({ gate, reason, recorded, fields, close, open }) => {
      const lead = await stage.marketer.makeLead();
      const mails = () => stage.sink.mailsTo(lead.email).length;
      await close(stage, lead);
      const before = mails();
      const skipped = await stage.campaignFor(lead, fields);
      const draft = await stage.explained(skipped, lead.id);
      expect(draft.of(gate)).toMatchObject({ verdict: 'skip', reason });

      await stage.launched(skipped);
      const said = await stage.explained(skipped, lead.id);
      expect(said.of(gate)).toMatchObject({ verdict: 'skip', reason });
      expect(said).toMatchObject(
        recorded === null
          ? { outcome: 'would_be_skipped', decided_by: gate, recipient: null }
          : {
              outcome: 'skipped',
              decided_by: gate,
              recipient: { skip_reason: reason, reason: expect.any(String) },
            },
      );
      expect(mails()).toBe(before);

      await open(stage, lead);
      const sent = await stage.campaignFor(lead, fields);
      expect((await stage.explained(sent, lead.id)).of(gate)).toMatchObject({
        verdict: 'pass',
        reason: null,
      });
      await stage.launched(sent);
      expect(await stage.explained(sent, lead.id)).toMatchObject({
        outcome: 'sent',
        recipient: { state: 'sent' },
      });
      expect(mails()).toBe(before + 1);
    },
  );
});

describe('a lead whose mail waits', () => {
  it.each([...WAITING, ...LEAVING])(
    'is told what for, and gets it when that is over: $gate ($reason)',
    async ({ gate, reason, fields = {}, before, close, open }) => {
      await before?.(stage);
      const lead = await stage.marketer.makeLead();
      // Planned as a whole while nothing may leave, then closed by what the test is about.
      const id = await stage.campaignFor(lead, {
        ...fields,
        ...(close && { settings: { ...(fields as { settings?: object }).settings, quiet_hours } }),
      });
      await stage.launched(id);
      if (close) {
        await stage.app.sql(`update email_campaigns set state = 'paused' where campaign_id = $1`, [id]);
        await stage.settle(id, (fields as { settings?: object }).settings ?? {});
        if (gate !== 'campaign_active')
          await stage.app.sql(`update email_campaigns set state = 'sending' where campaign_id = $1`, [id]);
        await close(stage, id);
      }
      expect((await stage.explained(id, lead.id)).of(gate)).toMatchObject({ verdict: 'wait', reason });
      await deliverDue(stage.app);
      expect(stage.sink.mailsTo(lead.email)).toHaveLength(0);
      expect(await stage.explained(id, lead.id)).toMatchObject({
        outcome: 'waits',
        recipient: { state: 'queued' },
      });

      await open(stage, id);
      expect((await stage.explained(id, lead.id)).of(gate)).toMatchObject({ verdict: 'pass' });
      await deliverDue(stage.app);
      expect(stage.sink.mailsTo(lead.email)).toHaveLength(1);
      expect(await stage.explained(id, lead.id)).toMatchObject({ outcome: 'sent' });
    },
  );

  it('waits for the launch of a draft, and nothing of it exists', async () => {
    const lead = await stage.marketer.makeLead();
    const id = await stage.campaignFor(lead);
    expect(await stage.explained(id, lead.id)).toMatchObject({
      outcome: 'waits',
      decided_by: 'campaign_active',
      recipient: null,
    });
    expect(
      await stage.app.sql('select 1 from email_messages where created_by = $1', [stage.marketer.id]),
    ).toEqual([]);
  });

  it('waits for a campaign to be approved', async () => {
    const lead = await stage.marketer.makeLead();
    const id = await stage.campaignFor(lead, { approval_required: true });
    expect((await stage.explained(id, lead.id)).of('approval')).toMatchObject({
      verdict: 'wait',
      reason: 'approval_required',
    });
    expect((await stage.marketer.launch(id)).status).toBe(409);
    await stage.app.sql(`update campaigns set approval_required = false where id = $1`, [id]);
    expect((await stage.explained(id, lead.id)).of('approval')).toMatchObject({ verdict: 'pass' });
    await stage.launched(id);
    expect(await stage.explained(id, lead.id)).toMatchObject({ outcome: 'sent' });
  });

  it('gets none from a campaign that sends no mail', async () => {
    const lead = await stage.marketer.makeLead();
    const calendar = [{ type: 'blog', title: 'News', content: 'All of it' }];
    const { email } = MAIL;
    const id = await stage.campaignFor(lead, { channels: ['blog'], content: { calendar, email } });
    const said = async () => stage.explained(id, lead.id);
    expect(await said()).toMatchObject({ outcome: 'would_be_skipped', decided_by: 'channel' });
    expect((await said()).of('channel')).toMatchObject({ verdict: 'skip', reason: 'no_email_channel' });
    await stage.launched(id);
    expect(await said()).toMatchObject({ outcome: 'would_be_skipped', recipient: null });
    expect(stage.sink.mailsTo(lead.email)).toHaveLength(0);
    const both = await stage.campaignFor(lead, {
      channels: ['blog', 'email'],
      content: { calendar, email },
    });
    expect((await stage.explained(both, lead.id)).of('channel')).toMatchObject({ verdict: 'pass' });
    await stage.launched(both);
    expect(stage.sink.mailsTo(lead.email)).toHaveLength(1);
  });

  it('gets none from a campaign that is over before it has begun', async () => {
    const lead = await stage.marketer.makeLead();
    const id = await stage.campaignFor(lead, { schedule: { at: '2035-01-01T09:00' } });
    await stage.marketer.launch(id);
    expect((await stage.explained(id, lead.id)).of('campaign')).toMatchObject({ verdict: 'pass' });
    await stage.app.sql(
      `update campaigns set start_date = null, end_date = now() - interval '1 second' where id = $1`,
      [id],
    );
    expect((await stage.explained(id, lead.id)).of('campaign')).toMatchObject({
      verdict: 'skip',
      reason: 'campaign_ended',
    });
    const status = (to: string) => stage.marketer.client.patch(api(id, 'status'), { status: to });
    expect((await status('active')).body.code).toBe('campaigns/ended');
    await status('cancelled');
    expect(await stage.explained(id, lead.id)).toMatchObject({
      outcome: 'would_be_skipped',
      decided_by: 'campaign',
    });
    expect(stage.sink.mailsTo(lead.email)).toHaveLength(0);
    const { body } = await stage.marketer.client.post(api(id, 'duplicate'), {});
    await stage.marketer.client.put(`/api/campaigns/${body.data.id}`, { schedule: null });
    await stage.launched(body.data.id);
    expect(stage.sink.mailsTo(lead.email)).toHaveLength(1);
  });

  it('is told of every gate in the order of delivery, and of none that is not closed and opened here', async () => {
    const lead = await stage.marketer.makeLead();
    const id = await stage.campaignFor(lead, { settings: { quiet_hours } });
    await stage.launched(id);
    const { gates } = await stage.explained(id, lead.id);
    const names = gates.map(({ gate }: { gate: string }) => gate);
    expect(names).toEqual([
      ...(['audience', 'channel', 'campaign', 'approval', 'consent', 'address'] as const),
      ...(['campaign_active', 'account', 'hold', 'settings', 'quiet_hours', 'throttle', 'due'] as const),
      ...(['suppression', 'preferences', 'frequency_cap'] as const),
      ...(['identity', 'identity_limit', 'transport'] as const),
    ]);
    const waiting = [...WAITING, ...LEAVING];
    const flipped = [...SKIPPING, ...waiting].map(({ gate }) => gate);
    expect(new Set(names)).toEqual(new Set([...flipped, 'channel', 'campaign', 'approval']));
    expect(names).toEqual(expect.arrayContaining(Object.keys(CLAIM_CONDITIONS)));
    // The hold only repeats what a gate of its own has found out.
    const found = waiting.flatMap(({ gate: asked, reason }) => (asked === 'hold' ? [] : [reason]));
    expect(found).toEqual(expect.arrayContaining([...HOLD_REASONS]));
  });

  it('is nobody else’s to ask about', async () => {
    const lead = await stage.marketer.makeLead();
    const id = await stage.campaignFor(lead);
    const other = await newMarketer(stage.app);
    const own = await other.makeCampaign();
    expect((await other.client.get(api(id, `recipients/${lead.id}/explain`))).status).toBe(404);
    expect((await other.client.get(api(own, `recipients/${lead.id}/explain`))).status).toBe(404);
    expect((await stage.marketer.client.get(api(id, `recipients/${randomUUID()}/explain`))).status).toBe(404);
    expect((await stage.marketer.client.get(api(id, 'recipients/x/explain'))).status).toBe(404);
  });
});
