import fc from 'fast-check';
import {
  afterOpenTime,
  type BusinessHours,
  faultOf,
  openTimeBetween,
  type Span,
  WEEKDAYS,
} from './business-hours.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const at = (text: string): number => Date.parse(text);
const every = (...spans: Span[]): BusinessHours['week'] =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, spans])) as unknown as BusinessHours['week'];
const office: BusinessHours = {
  zone: 'Europe/Berlin',
  week: {
    ...every({ from: '09:00', to: '12:00' }, { from: '13:00', to: '17:00' }),
    saturday: [],
    sunday: [],
  },
  holidays: ['2026-12-25'],
};
const iso = (moment: number | null): string => new Date(moment ?? 0).toISOString();

const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
const spans = fc
  .uniqueArray(fc.integer({ min: 0, max: 24 * 60 }), { minLength: 0, maxLength: 6 })
  .map((marks) => marks.toSorted((one, other) => one - other))
  .map((marks) =>
    Array.from({ length: Math.floor(marks.length / 2) }, (_, index) => ({
      from: time(marks[2 * index] ?? 0),
      to: time(marks[2 * index + 1] ?? 0),
    })),
  )
  .filter((list) => list.every((span, index) => index === 0 || (list[index - 1]?.to ?? '') < span.from));
const week = fc
  .tuple(spans, spans, spans, spans, spans, spans, spans)
  .map(
    (days) =>
      Object.fromEntries(
        WEEKDAYS.map((day, index) => [day, days[index]]),
      ) as unknown as BusinessHours['week'],
  )
  .filter((given) => faultOf({ week: given }) === undefined);
const hours: fc.Arbitrary<BusinessHours> = fc.record({
  // Half an hour of summer time, a day that was left out, and zones of both hemispheres.
  zone: fc.constantFrom(
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Pacific/Apia',
  ),
  week,
  holidays: fc.constantFrom<string[]>([], ['2026-03-29', '2026-10-25', '2026-11-01']),
});
// Whole seconds about the changes of summer time of the year.
const moment = fc
  .integer({ min: at('2026-03-20T00:00:00Z') / 1_000, max: at('2026-11-10T00:00:00Z') / 1_000 })
  .map((second) => second * 1_000);
const amount = fc.integer({ min: 1, max: 3 * 24 * 3_600 }).map((seconds) => seconds * 1_000);

describe('business time', () => {
  it.each([
    ['within a span', '2026-12-01T08:30:00Z', 2 * HOUR, '2026-12-01T10:30:00.000Z'],
    ['over the noon break', '2026-12-01T10:30:00Z', HOUR, '2026-12-01T12:30:00.000Z'],
    ['over the night', '2026-12-01T15:30:00Z', HOUR, '2026-12-02T08:30:00.000Z'],
    ['over the weekend', '2026-12-04T15:30:00Z', HOUR, '2026-12-07T08:30:00.000Z'],
    ['over a holiday', '2026-12-24T15:30:00Z', HOUR, '2026-12-28T08:30:00.000Z'],
    ['from outside of it', '2026-12-05T12:00:00Z', HOUR, '2026-12-07T09:00:00.000Z'],
    ['to the very end of a span', '2026-12-01T15:00:00Z', HOUR, '2026-12-01T16:00:00.000Z'],
    ['over the change to summer time', '2026-03-27T15:30:00Z', HOUR, '2026-03-30T07:30:00.000Z'],
    ['over the change to winter time', '2026-10-23T14:30:00Z', HOUR, '2026-10-26T08:30:00.000Z'],
  ])('runs %s', (_, from, milliseconds, due) => {
    expect(iso(afterOpenTime(office, at(from), milliseconds))).toBe(due);
  });

  it('counts hours as they pass on days on which clocks are turned', () => {
    const always = { zone: 'Europe/Berlin', week: every({ from: '00:00', to: '24:00' }), holidays: [] };
    const [spring, autumn] = [at('2026-03-28T23:00:00Z'), at('2026-10-24T22:00:00Z')];
    expect(openTimeBetween(always, spring, spring + 23 * HOUR)).toBe(23 * HOUR);
    expect(openTimeBetween(always, autumn, autumn + 25 * HOUR)).toBe(25 * HOUR);
    // From two to three in the night: an hour that never is, and one that is twice.
    const night = { ...always, week: every({ from: '02:00', to: '03:00' }) };
    expect(openTimeBetween(night, spring, spring + 23 * HOUR)).toBe(0);
    expect(openTimeBetween(night, autumn, autumn + 25 * HOUR)).toBe(2 * HOUR);
  });

  it('has passed by its due time exactly, whatever the hours, the zone and the day', () => {
    fc.assert(
      fc.property(hours, moment, amount, (given, from, milliseconds) => {
        const due = afterOpenTime(given, from, milliseconds);
        expect(due).not.toBeNull();
        expect(openTimeBetween(given, from, due ?? 0)).toBe(milliseconds);
        expect(due).toBeGreaterThanOrEqual(from + milliseconds);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same in one piece and in two', () => {
    fc.assert(
      fc.property(hours, moment, amount, amount, (given, from, one, other) => {
        const between = afterOpenTime(given, from, one) ?? 0;
        expect(afterOpenTime(given, between, other)).toBe(afterOpenTime(given, from, one + other));
      }),
      { numRuns: 40 },
    );
  });

  it('never ends where nobody ever works', () => {
    expect(afterOpenTime({ ...office, week: every() }, at('2026-12-01T08:00:00Z'), HOUR)).toBeNull();
  });
});

describe('hours of a desk', () => {
  it.each([
    ['no day', every(), /must be open on some day/],
    ['spans that overlap', every({ from: '09:00', to: '12:00' }, { from: '11:00', to: '13:00' }), /in order/],
    ['a span that ends before it begins', every({ from: '12:00', to: '09:00' }), /in order/],
  ])('with %s cannot be kept', (_, given, says) => {
    expect(faultOf({ week: given })).toMatch(says);
    expect(faultOf(office)).toBeUndefined();
  });
});
