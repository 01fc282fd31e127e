import fc from 'fast-check';
import { type VirtualPlan, virtualRun } from './virtual-run.js';

const at = (text: string) => new Date(`2026-12-01T${text}:00Z`);
const plan = (changes: Partial<VirtualPlan>): VirtualPlan => ({
  due: [{ at: at('09:00'), mails: 600 }],
  perSecond: 1,
  until: new Date('2026-12-31T00:00:00Z'),
  ...changes,
});

describe('a mailing on a virtual clock', () => {
  it('takes as long as its rate says', () => {
    const run = virtualRun(plan({ perSecond: 0.1 }));
    expect(run.endsAt).toEqual(new Date(at('09:00').getTime() + 6_000_000));
    expect([...run.hours]).toEqual([
      ['2026-12-01T09:00:00.000Z', 360],
      ['2026-12-01T10:00:00.000Z', 240],
    ]);
    expect(run).toMatchObject({ sent: 600, leftOver: 0 });
  });

  it('sends no more a day than its limits let pass, and goes on at midnight, UTC', () => {
    const limits: Record<string, number> = { '2026-12-01': 100, '2026-12-02': 0 };
    const run = virtualRun(plan({ onDay: (day) => limits[day] }));
    expect([...run.hours]).toEqual([
      ['2026-12-01T09:00:00.000Z', 100],
      ['2026-12-03T00:00:00.000Z', 500],
    ]);
    expect(run.endsAt).toEqual(new Date('2026-12-03T00:08:20Z'));
    expect(virtualRun(plan({ onDay: () => 0 }))).toMatchObject({ sent: 0, leftOver: 600, endsAt: null });
  });

  it('rests in quiet hours and goes on where they end', () => {
    const quietHours = { start: '09:05', end: '12:00', timezone: 'UTC' };
    const run = virtualRun(plan({ quietHours }));
    expect([...run.hours]).toEqual([
      ['2026-12-01T09:00:00.000Z', 300],
      ['2026-12-01T12:00:00.000Z', 300],
    ]);
    expect(run.endsAt).toEqual(at('12:05'));
  });

  it('keeps quiet by the clocks of the zone, also in the night in which they are turned', () => {
    const quietHours = { start: '22:00', end: '07:00', timezone: 'Europe/Oslo' };
    const due = [{ at: new Date('2026-10-24T23:00:00Z'), mails: 10 }];
    expect(virtualRun(plan({ due, quietHours })).endsAt).toEqual(new Date('2026-10-25T06:00:10Z'));
  });

  it('rests on days without mail', () => {
    const quietHours = { timezone: 'UTC', weekdays: [1, 2, 3, 4, 5], holidays: ['2026-12-07'] };
    const due = [{ at: new Date('2026-12-04T23:55:00Z'), mails: 600 }];
    const run = virtualRun(plan({ due, quietHours }));
    expect([...run.hours]).toEqual([
      ['2026-12-04T23:00:00.000Z', 300],
      ['2026-12-08T00:00:00.000Z', 300],
    ]);
  });

  it('sends what is due later no sooner', () => {
    const due = [
      { at: at('09:00'), mails: 60 },
      { at: at('15:30'), mails: 60 },
    ];
    const run = virtualRun(plan({ due }));
    expect([...run.hours.keys()]).toEqual(['2026-12-01T09:00:00.000Z', '2026-12-01T15:00:00.000Z']);
    expect(run.endsAt).toEqual(new Date('2026-12-01T15:31:00Z'));
  });

  it('leaves over what has not left by the end', () => {
    expect(virtualRun(plan({ until: at('09:05') }))).toMatchObject({ sent: 300, leftOver: 300 });
    expect(virtualRun(plan({ until: at('08:00') }))).toMatchObject({ sent: 0, leftOver: 600, endsAt: null });
    expect(virtualRun(plan({ due: [] }))).toMatchObject({ sent: 0, leftOver: 0, endsAt: null });
  });

  it('loses no mail and adds none, in whatever hours it rests', () => {
    const time = fc
      .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
      .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
    const anyPlan = fc.record({
      due: fc.array(
        fc.record({
          at: fc.integer({ min: 0, max: 7 * 86_400_000 }).map((ms) => new Date(at('00:00').getTime() + ms)),
          mails: fc.nat(5_000),
        }),
        { maxLength: 8 },
      ),
      perSecond: fc.double({ min: 0.05, max: 50, noNaN: true }),
      quietHours: fc.option(
        fc.record({
          start: time,
          end: time,
          timezone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
        }),
        { nil: undefined },
      ),
      until: fc.constant(new Date('2026-12-20T00:00:00Z')),
    });
    fc.assert(
      fc.property(anyPlan, (any) => {
        const run = virtualRun(any);
        const all = any.due.reduce((sum, { mails }) => sum + mails, 0);
        expect([...run.hours.values()].reduce((sum, mails) => sum + mails, 0)).toBe(run.sent);
        expect(run.sent + run.leftOver).toBe(all);
        expect([...run.hours.keys()]).toEqual([...run.hours.keys()].sort());
        for (const mails of run.hours.values()) expect(mails).toBeLessThanOrEqual(any.perSecond * 3_600 + 1);
      }),
      { numRuns: 60 },
    );
  });
});
