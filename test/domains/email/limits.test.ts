import { newId } from '#kernel/ids';
import { HoldRepository } from '#domains/email/delivery/hold.repository';
import { AllowanceRepository } from '#domains/email/limits/allowance.repository';
import { Allowances, type Limits } from '#domains/email/limits/allowances';
import { until } from '../../support/until.js';
import { address, deliverDue, TestMailing } from './mailing.js';
import { SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

/** What another process beside the application knows of limits. */
const anotherProcess = () =>
  new Allowances(stage.app.get(AllowanceRepository), stage.app.get(HoldRepository));

const takeAll = async (process: Allowances, limits: Limits) => {
  for (let taken = 0; ; taken++) {
    const refusal = await process.take(limits);
    if (refusal) return { taken, refusal };
  }
};

describe('a limit of a day', () => {
  it('is used up by several processes, whichever of them has the mail', async () => {
    const { id: ownerId } = await stage.app.newUser();
    const limits = { subjectId: newId(), ownerId, perDay: 20 };
    const [one, other] = [anotherProcess(), anotherProcess()];
    expect(await one.take(limits)).toBeUndefined();
    const { taken, refusal } = await takeAll(other, limits);
    expect(taken).toBe(19);
    expect(refusal.until.toISOString()).toMatch(/T00:00:00/);
    expect(await one.take(limits)).toMatchObject({ reason: 'daily_limit' });
  });

  it('that another process holds a part of is asked for again within seconds, and used to the last mail', async () => {
    const { id: ownerId } = await stage.app.newUser();
    const limits = { subjectId: newId(), ownerId, perDay: 1_000 };
    const [one, other] = [anotherProcess(), anotherProcess()];
    expect(await one.take(limits)).toBeUndefined();
    const { taken, refusal } = await takeAll(other, limits);
    expect(taken).toBe(950);
    expect(+refusal.until - Date.now()).toBeLessThan(10_000);
    // It uses no more, and gives the rest back by itself.
    await until('the rest is given back', async () => (await other.take(limits)) === undefined);
    expect((await takeAll(other, limits)).taken).toBe(48);
  });

  it('holds a mailing no longer than another process holds what is left of it', async () => {
    const owner = await stage.app.newUser();
    const { id } = await stage.identity(owner, 'shared@shop.test', { per_day: 50 });
    const another = anotherProcess();
    await another.take({ subjectId: id, ownerId: owner.id, perDay: 1_000 });
    const mailing = await TestMailing.make(stage.app, [address()], { fromEmail: 'shared@shop.test' }, owner);
    await mailing.sent();
    const { hold } = await mailing.report();
    expect(hold.reason).toBe('daily_limit');
    expect(new Date(hold.until).getTime() - Date.now()).toBeLessThan(10_000);
    await another.onApplicationShutdown();
    await until('the mail has left', async () => {
      await deliverDue(stage.app);
      return (await mailing.report()).sent === 1;
    });
  });
});

describe('held mail', () => {
  const mailsLeft = (mailing: TestMailing, sent: number) =>
    until(`${sent} mails have left`, async () => {
      await deliverDue(stage.app);
      return (await mailing.report()).sent === sent;
    });

  it('leaves when the limit of its transport is raised, and a transport that is added takes it', async () => {
    const owner = await stage.app.newUser();
    const id = await stage.transport(owner, 'smtp', { per_day: 1 });
    const emails = Array.from({ length: 5 }, address);
    const mailing = await TestMailing.make(stage.app, emails, {}, owner);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ sent: 1, hold: { reason: 'daily_limit' } });
    await owner.client.put(`/api/email/transports/${id}`, { per_day: 3 });
    await mailsLeft(mailing, 3);
    await stage.transport(owner, 'smtp');
    await mailsLeft(mailing, 5);
  });

  it('leaves by the way of a new rule, also what waits by itself', async () => {
    const owner = await stage.app.newUser();
    const own = await stage.transport(owner, 'smtp', { per_day: 1 });
    await stage.route(owner, [own], { recipient_domain: 'reader.test', position: 2 });
    const mailing = await TestMailing.make(stage.app, [address(), address(), address()], {}, owner);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ sent: 1, queued: 2, hold: null });
    await stage.route(owner, ['platform'], { recipient_domain: 'reader.test', position: 1 });
    await mailsLeft(mailing, 3);
  });

  it('leaves though a process that knew only the old limit has held it again', async () => {
    const owner = await stage.app.newUser();
    const { id } = await stage.identity(owner, 'raised@shop.test', { per_day: 1 });
    const plan = { fromEmail: 'raised@shop.test' };
    const mailing = await TestMailing.make(stage.app, [address(), address()], plan, owner);
    await mailing.sent();
    await owner.client.put(`/api/email/identities/${id}`, { per_day: 10 });
    const [{ id: held } = { id: '' }] = await stage.app.sql<{ id: string }>(
      'select id from email_campaigns where created_by = $1',
      [owner.id],
    );
    const tomorrow = new Date(Date.now() + 86_400_000);
    await stage.app.get(HoldRepository).hold(held, 'daily_limit', tomorrow);
    await mailsLeft(mailing, 2);
  });

  it('of quiet hours waits for their end all the same', async () => {
    const owner = await stage.app.newUser();
    const id = await stage.transport(owner, 'smtp');
    const mailing = await TestMailing.make(stage.app, [address()], {}, owner);
    await mailing.start();
    await stage.app.sql(
      `update email_campaigns set hold_reason = 'quiet_hours', hold_until = now() + interval '1 hour' where created_by = $1`,
      [owner.id],
    );
    await owner.client.put(`/api/email/transports/${id}`, { per_day: 3 });
    expect(await mailing.report()).toMatchObject({ hold: { reason: 'quiet_hours' } });
  });
});
