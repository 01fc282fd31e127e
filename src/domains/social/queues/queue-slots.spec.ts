import { nextFreeSlot } from './queue-slots.js';

const MORNINGS = [1, 3].map((day) => ({ day, time: '09:00' }));
const BERLIN = 'Europe/Berlin';
const next = (slots: { day: number; time: string }[], now: string, taken: string[] = [], timezone = BERLIN) =>
  nextFreeSlot(
    { slots, timezone },
    taken.map((at) => new Date(at)),
    new Date(now),
  )?.toISOString();

describe('the next free slot', () => {
  it('is the first to come on the clocks of its zone, in summer and in winter', () => {
    // A Saturday.
    expect(next(MORNINGS, '2026-11-28T12:00:00Z')).toBe('2026-11-30T08:00:00.000Z');
    expect(next(MORNINGS, '2026-07-04T12:00:00Z')).toBe('2026-07-06T07:00:00.000Z');
    expect(next(MORNINGS, '2026-11-30T08:00:00Z')).toBe('2026-12-02T08:00:00.000Z');
    expect(next([{ day: 1, time: '00:30' }], '2026-11-29T23:10:00Z')).toBe('2026-11-29T23:30:00.000Z');
  });

  it('is none that is taken', () => {
    const taken = ['2026-11-30T08:00:30Z', '2026-12-02T08:00:00Z'];
    expect(next(MORNINGS, '2026-11-28T12:00:00Z', taken)).toBe('2026-12-07T08:00:00.000Z');
  });

  it('is the earlier of two in whatever order they are named', () => {
    const slots = ['18:00', '07:15'].map((time) => ({ day: 1, time }));
    expect(next(slots, '2026-11-28T12:00:00Z', [], 'UTC')).toBe('2026-11-30T07:15:00.000Z');
  });

  it('is as much later as clocks are turned forward, where it never comes', () => {
    expect(next([{ day: 7, time: '02:30' }], '2027-03-27T12:00:00Z')).toBe('2027-03-28T01:30:00.000Z');
  });

  it('is none where there are no slots', () => {
    expect(next([], '2026-11-28T12:00:00Z')).toBeUndefined();
  });
});
