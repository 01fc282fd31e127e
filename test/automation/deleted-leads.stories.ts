import { TestMailing } from '../domains/email/mailing.js';
import type { MailSink } from '../platform/channels/mail-sink.js';
import type { TestApp } from '../support/app.js';
import { type Lead, type Marketer, newMarketer } from './marketer.js';

/** What becomes of mail to leads that are gone before it leaves. */
export function describeDeleted(at: () => { app: TestApp; sink: MailSink; marketer: Marketer }): void {
  const planned = (...leads: Lead[]) =>
    TestMailing.make(
      at().app,
      leads.map(({ id, email }) => ({ leadId: id, email, merge: {} })),
      {},
      at().marketer,
    );

  describe('who is deleted while a mail to them is waiting', () => {
    const remove = (lead: Lead) => at().marketer.client.delete(`/api/leads/${lead.id}`);

    it('is not written to, and the log says why', async () => {
      const [lead, other] = [await at().marketer.makeLead(), await at().marketer.makeLead()];
      const mailing = await planned(lead, other);
      expect((await remove(lead)).status).toBe(200);
      await mailing.sent();
      expect(await mailing.report()).toMatchObject({ sent: 1, skipped_by_reason: { lead_deleted: 1 } });
      expect(await mailing.message(lead.email)).toMatchObject({
        state: 'skipped',
        skip_reason: 'lead_deleted',
      });
      expect(at().sink.mailsTo(lead.email)).toEqual([]);
    });

    it('is not sent again by hand what has met with no known fate', async () => {
      const lead = await at().marketer.makeLead();
      at().sink.behaviour.set(lead.email, 'drop-after-data');
      const mailing = await planned(lead);
      await mailing.sent();
      at().sink.behaviour.delete(lead.email);
      await remove(lead);
      const { id } = await mailing.message(lead.email);
      const { status, body } = await at().marketer.client.post(`/api/email/messages/${id}/resend`);
      expect([status, body.code]).toEqual([409, 'email/lead-deleted']);
    });

    it('is written to when they have been restored, or are a lead again by another way', async () => {
      const [restored, again] = [await at().marketer.makeLead(), await at().marketer.makeLead()];
      const mailing = await planned(restored, again);
      await remove(restored);
      await remove(again);
      await at().marketer.client.post(`/api/leads/${restored.id}/restore`, {});
      await at().marketer.client.post('/api/leads', { email: again.email });
      await mailing.sent();
      expect(await mailing.report()).toMatchObject({ sent: 2, skipped: 0 });
    });

    it('is written to when they were merged: the person is there', async () => {
      const [kept, merged] = [await at().marketer.makeLead(), await at().marketer.makeLead()];
      const mailing = await planned(merged);
      await at().marketer.client.post('/api/leads/merges', { into: kept.id, from: [merged.id] });
      await mailing.sent();
      expect(await mailing.report()).toMatchObject({ sent: 1, skipped: 0 });
    });

    it('at another owner is written to by this one', async () => {
      const [lead, stranger] = [await at().marketer.makeLead(), await newMarketer(at().app)];
      const theirs = (await stranger.client.post('/api/leads', { email: lead.email })).body.data;
      const mailing = await planned(lead);
      await stranger.client.delete(`/api/leads/${theirs.id}`);
      await mailing.sent();
      expect(await mailing.report()).toMatchObject({ sent: 1, skipped: 0 });
    });
  });
}
