import fc from 'fast-check';
import { type DueTimes, timesDue } from './due.js';
import { firstTime, settled, timesAfter, type Trigger } from './trigger.js';

const NOON = new Date('2026-11-28T12:00:00Z');
const ago = (seconds: number) => new Date(NOON.getTime() - seconds * 1_000);
const every = (everySeconds: number, startAt: Date): Trigger => ({
  type: 'interval',
  everySeconds,
  startAt: startAt.toISOString(),
});
const once = (at: Date): Trigger => ({ type: 'date', at: at.toISOString() });
const due = (trigger: Trigger, nextDueAt: Date, more: object = {}) =>
  timesDue({ trigger, nextDueAt, coalesce: false, misfireGraceSeconds: 300, ...more }, NOON);

describe('the times of a schedule that have come', () => {
  it('are each fired, while none is later than the grace', () => {
    expect(due(every(60, ago(150)), ago(150))).toEqual({
      fired: [ago(150), ago(90), ago(30)],
      missed: null,
      next: ago(-30),
    });
  });

  it('are fired once when they coalesce', () => {
    const { fired, next } = due(every(60, ago(150)), ago(150), { coalesce: true });
    expect([fired, next]).toEqual([[ago(30)], ago(-30)]);
  });

  it('are missed when they are later than the grace, and those after them are not', () => {
    const { fired, missed, next } = due(every(3_600, ago(7_210)), ago(7_210));
    expect([fired, missed, next]).toEqual([[ago(10)], ago(7_210), ago(-3_590)]);
    expect(due(every(3_600, ago(7_210)), ago(7_210), { coalesce: true }).missed).toBeNull();
  });

  it('are over after a date, fired or missed', () => {
    expect(due(once(ago(300)), ago(300))).toEqual({ fired: [ago(300)], missed: null, next: null });
    expect(due(once(ago(301)), ago(301))).toEqual({ fired: [], missed: ago(301), next: null });
  });

  it('of a line go on with the next that it names', () => {
    const line = { type: 'cron', line: '0 12 28 11 *', zone: 'UTC' } as const;
    expect(due(line, NOON).next).toEqual(new Date('2027-11-28T12:00:00Z'));
  });

  it('are left for the next look where there are very many', () => {
    const { fired, next } = due(every(1, ago(2_000)), ago(2_000), {
      misfireGraceSeconds: 3_000,
    });
    expect([fired.length, next]).toEqual([1_500, ago(500)]);
  });

  it('are never lost, repeated or early, however the clock has leapt', () => {
    const seconds = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(
        seconds,
        seconds,
        fc.integer({ min: 1, max: 86_400 }),
        fc.boolean(),
        (gap, late, grace, coalesce) => {
          const start = ago(late);
          const { fired, missed, next } = due(every(gap, start), start, {
            coalesce,
            misfireGraceSeconds: grace,
          });
          const all = [...fired.map(Number), ...(next ? [Number(next)] : [])];
          expect(all).toEqual([...new Set(all)].toSorted((a, b) => a - b));
          for (const time of fired) {
            expect(time <= NOON && time >= ago(grace)).toBe(true);
            expect((Number(time) - Number(start)) % (gap * 1_000)).toBe(0);
          }
          const inTime = Math.floor(Math.min(late, grace) / gap);
          if (!coalesce && late <= grace && inTime < 1_499) expect(fired).toHaveLength(inTime + 1);
          expect(missed === null || late > grace).toBe(true);
          expect(Number(next)).toBeGreaterThan(Number(start));
        },
      ),
    );
  });
});

describe('a schedule at half past two in Berlin', () => {
  const line = { type: 'cron', line: '30 2 * * *', zone: 'Europe/Berlin' } as const;

  /** What a clock that ticks every ten minutes fires from one instant to another. */
  function firedBetween(from: string, to: string): string[] {
    const fired: Date[] = [];
    let nextDueAt = firstTime(line, new Date(from));
    for (let now = Date.parse(from); now <= Date.parse(to) && nextDueAt; now += 600_000) {
      const more: DueTimes = timesDue(
        { trigger: line, nextDueAt, coalesce: false, misfireGraceSeconds: 300 },
        new Date(now),
      );
      if (nextDueAt > new Date(now)) continue;
      fired.push(...more.fired);
      nextDueAt = more.next;
    }
    return fired.map((time) => time.toISOString());
  }

  it('is fired once in the night that has no half past two, at three', () => {
    expect(firedBetween('2027-03-27T22:00:00Z', '2027-03-28T22:00:00Z')).toEqual([
      '2027-03-28T01:00:00.000Z',
    ]);
  });

  it('is fired once in the night that has two of them, at the first', () => {
    expect(firedBetween('2027-10-30T22:00:00Z', '2027-10-31T22:00:00Z')).toEqual([
      '2027-10-31T00:30:00.000Z',
    ]);
  });
});

describe('a trigger', () => {
  it('that counts from now on settles when', () => {
    const trigger = settled({ type: 'interval', everySeconds: 60 }, NOON);
    expect(trigger).toEqual(every(60, ago(-60)));
    expect(firstTime(trigger, NOON)).toEqual(ago(-60));
    expect([...timesAfter(trigger, ago(-60)).take(2)]).toEqual([ago(-120), ago(-180)]);
  });

  it('of a date that has passed is due, of an interval that has begun comes at its next step', () => {
    expect(firstTime(once(ago(5)), NOON)).toEqual(ago(5));
    expect(firstTime(every(60, ago(90)), NOON)).toEqual(ago(-30));
    expect(firstTime({ type: 'interval', everySeconds: 0 }, NOON)).toBeNull();
  });
});
