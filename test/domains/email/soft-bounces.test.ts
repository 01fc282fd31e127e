import { bearer, EventStage } from './event-stage.js';
import { address, TestMailing } from './mailing.js';

let stage: EventStage;
beforeAll(async () => {
  stage = await EventStage.open();
});

describe('a soft bounce', () => {
  it('is counted where a mail server answers itself, once for each mail, and forgiven when the server takes one', async () => {
    const { owner, endpoint, path } = await stage.set('generic');
    const email = address();
    const mailed = async (answer: string | null, refusals = 4) => {
      stage.sink.behaviour.set(email, answer === null ? 'accept' : { rcpt: answer });
      const mailing = await TestMailing.make(stage.app, [email], {}, owner);
      const { id } = await mailing.message(email);
      await stage.app.sql('update email_messages set refusals = $2 where id = $1', [id, refusals]);
      await mailing.sent();
      return { mailing, id };
    };
    const bounces = async () => {
      const [row] = await stage.app.sql<{ bounces: number }>(
        'select bounces from email_soft_bounces where email_norm = $1',
        [email],
      );
      return row?.bounces ?? 0;
    };
    const first = await mailed('452 4.2.2 over quota');
    expect(await stage.kinds(first.id)).toEqual(['soft_bounced']);
    expect(await first.mailing.report()).toMatchObject({ failed: 1, soft_bounced: 1, bounced: 0 });
    await stage.post(path, { type: 'soft', message_id: first.id }, bearer(endpoint.secret));
    expect(await bounces()).toBe(1);
    const again = await mailed('452 4.2.2 over quota', 0);
    expect(await stage.kinds(again.id)).toEqual([]);
    await again.mailing.stop();
    for (const elsewhere of ['450 4.7.1 greylisted', '451 4.3.0 queue full'])
      expect(await stage.kinds((await mailed(elsewhere)).id)).toEqual([]);
    expect(await bounces()).toBe(1);
    await mailed(null);
    expect(await bounces()).toBe(0);
    const told = await stage.sentMail(owner, email);
    await stage.post(path, { type: 'soft', message_id: told.id }, bearer(endpoint.secret));
    await mailed(null);
    expect(await bounces()).toBe(1);
    for (let at = 0; at < 3; at++) await mailed('552 5.2.2 mailbox full');
    expect(await stage.suppressions(owner)).toEqual([]);
    await mailed('552 5.2.2 mailbox full');
    expect(await stage.suppressions(owner)).toMatchObject([{ email, reason: 'soft_bounces' }]);
  });
});
