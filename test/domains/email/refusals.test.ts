import { address, linkIn, TestMailing } from './mailing.js';
import { type Owner, SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** Somebody who has had a mail, and what they and their owner may do. */
async function reader(owner: Owner) {
  const email = address();
  const mailing = await TestMailing.make(stage.app, [email], {}, owner);
  await mailing.sent();
  const path = linkIn(stage.sink.mailsTo(email)[0]?.mail.html ?? '', 'u');
  const list = '/api/email/suppressions';
  return {
    email,
    unsubscribes: () => stage.app.anonymous.post(path, 'List-Unsubscribe=One-Click', FORM),
    async wantsMailAgain() {
      const { text } = await stage.app.anonymous.get(path);
      const link = /href="http:\/\/links\.test(\/e\/p\/[\w-]+)"/.exec(text)?.[1] ?? '';
      await stage.app.anonymous.post(link, 'choice=some', FORM);
    },
    isListed: (reason: string) => owner.client.post(list, { email, reason }),
    isLifted: () => owner.client.delete(`${list}?email=${email}`),
    async reasons() {
      const { body } = await owner.client.get(list);
      return body.data.map(({ reason, stream }: { reason: string; stream: string }) => [reason, stream]);
    },
    /** What becomes of a mail that they have asked for. */
    async order() {
      const order = { to: email, subject: 'Order', body: '<p>Thanks</p>' };
      const { body } = await owner.client.post('/api/email/send', order);
      await stage.app.drainJobs();
      return body.emails[0].reason as string | null;
    },
  };
}

describe('who has unsubscribed', () => {
  it('and whose mailbox is gone is not sent order mails for ever', async () => {
    const one = await reader(await stage.app.newUser());
    await one.unsubscribes();
    expect(await one.order()).toBeNull();
    stage.sink.behaviour.set(one.email, { rcpt: '550 5.1.1 no such user' });
    expect(await one.order()).toBeNull();
    expect(await one.reasons()).toEqual([['hard_bounce', 'all']]);
    expect(await one.order()).toBe('suppressed:hard_bounce');
    await one.isLifted();
    expect(await one.reasons()).toEqual([['unsubscribed', 'marketing']]);
  });

  it('while their address was listed for something else is still refused marketing when that is lifted', async () => {
    const one = await reader(await stage.app.newUser());
    await one.isListed('manual');
    await one.unsubscribes();
    expect(await one.reasons()).toEqual([['manual', 'all']]);
    expect((await one.isLifted()).status).toBe(200);
    expect(await one.reasons()).toEqual([['unsubscribed', 'marketing']]);
    await one.isLifted();
    expect(await one.reasons()).toEqual([]);
    expect((await one.isLifted()).status).toBe(404);
  });

  it('and wants mail again is not held to it when another reason is lifted', async () => {
    const one = await reader(await stage.app.newUser());
    await one.unsubscribes();
    await one.isListed('manual');
    await one.wantsMailAgain();
    expect(await one.reasons()).toEqual([['manual', 'all']]);
    await one.isLifted();
    expect(await one.reasons()).toEqual([]);
  });

  it('in a file that lists them for two things keeps both, and the file that is given out has both', async () => {
    const [owner, other] = [await stage.app.newUser(), await stage.app.newUser()];
    const one = await reader(owner);
    const take = async (by: Owner, file: string) =>
      (await by.client.post('/api/email/suppressions/import', file, { 'content-type': 'text/csv' })).body
        .data;
    const file = `email,reason\n${one.email},unsubscribed\n${one.email},manual\n`;
    expect(await take(owner, file)).toMatchObject({ rows: 2, added: 1 });
    const given = (await owner.client.get('/api/email/suppressions/export.csv')).text;
    expect(await take(other, given)).toMatchObject({ rows: 2, added: 1, invalid: 0 });
    const { body } = await other.client.get('/api/email/suppressions');
    expect(body.data).toMatchObject([{ email: one.email, reason: 'manual', refusal: 'unsubscribed' }]);
    await one.isLifted();
    expect(await one.reasons()).toEqual([['unsubscribed', 'marketing']]);
  });
});
