import fc from 'fast-check';
import { awaitedBy, isAwaited, LeadEventWish } from './lead-event-wish.js';
import { nextLocalTime } from './local-time.js';
import { drawn } from './split.js';

describe('a split by chance', () => {
  const variants = [
    { name: 'a', weight: 1 },
    { name: 'b', weight: 3 },
  ];

  it('draws the same for the same key', () => {
    fc.assert(fc.property(fc.string(), (key) => expect(drawn(variants, key)).toBe(drawn(variants, key))));
  });

  it('keeps to its weights', () => {
    const draws = Array.from({ length: 10_000 }, (_, at) => drawn(variants, `lead ${at}`));
    const share = draws.filter((name) => name === 'b').length / draws.length;
    expect(share).toBeGreaterThan(0.73);
    expect(share).toBeLessThan(0.77);
  });
});

describe('a time of the day', () => {
  it.each([
    ['2026-12-01T07:00:00Z', { time: '09:00', zone: 'Europe/Berlin' }, '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T08:00:00Z', { time: '09:00', zone: 'Europe/Berlin' }, '2026-12-02T08:00:00.000Z'],
    // A Tuesday; the next Monday is the 7th.
    ['2026-12-01T07:00:00Z', { time: '09:00', zone: 'UTC', weekdays: [1] }, '2026-12-07T09:00:00.000Z'],
    ['2026-12-05T07:00:00Z', { time: '09:00', zone: 'UTC', weekdays: [7] }, '2026-12-06T09:00:00.000Z'],
    // In the night in which clocks are put forward there is no 02:30: it comes as soon as it can.
    ['2027-03-27T23:00:00Z', { time: '02:30', zone: 'Europe/Berlin' }, '2027-03-28T01:00:00.000Z'],
  ])('after %s at %j is %s', (after, wish, expected) => {
    expect(nextLocalTime(new Date(after), wish)?.toISOString()).toBe(expected);
  });
});

describe('an event of a lead', () => {
  const event = (kind: string, data: object) => ({ kind, data }) as Parameters<typeof isAwaited>[0];
  const awaited = (wish: unknown) => awaitedBy(LeadEventWish.parse(wish));

  it.each<[object, string, object, boolean]>([
    [{ on: 'tag_added' }, 'tagged', { tag: 'a' }, true],
    [{ on: 'tag_added', tag: 'a' }, 'tagged', { tag: 'b' }, false],
    [{ on: 'tag_added', tag: 'a' }, 'untagged', { tag: 'a' }, false],
    [{ on: 'status_changed', to: 'customer' }, 'status_changed', { from: 'new', to: 'customer' }, true],
    [{ on: 'status_changed', from: 'lost' }, 'status_changed', { from: 'new', to: 'customer' }, false],
    [{ on: 'score_crossed', score: 50 }, 'scored', { from: 49, to: 50 }, true],
    [{ on: 'score_crossed', score: 50 }, 'scored', { from: 50, to: 70 }, false],
    [{ on: 'score_crossed', score: 50 }, 'scored', { from: 60, to: 40 }, false],
    [{ on: 'score_crossed', score: 50, direction: 'down' }, 'scored', { from: 60, to: 40 }, true],
  ])('%j is met by %s %j: %s', (wish, kind, data, met) => {
    expect(isAwaited(event(kind, data), awaited(wish))).toBe(met);
  });
});
