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
