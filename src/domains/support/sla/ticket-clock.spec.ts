import fc from 'fast-check';
import { moved, type TicketState } from '../tickets/ticket-state.js';
import { openTimeBetween } from './business-hours.js';
import { USUAL_PLAN } from './desk-plan.js';
import { nextBreach, resumedClock, startedClock, stoppedClock, withBreaches } from './ticket-clock.js';

const MINUTE = 60_000;
const { hours, targets } = USUAL_PLAN;
const MONDAY = Date.parse('2026-11-30T09:00:00Z');
const opened = (now = MONDAY): TicketState => ({
  status: 'open',
  priority: 'normal',
  resolvedAt: null,
  waitingSince: null,
  clock: startedClock(hours, targets.normal, now),
});
const iso = (moment: number | null): string | null =>
  moment === null ? null : new Date(moment).toISOString();

describe('the clock of a ticket', () => {
  it('is due after the business time of its priority', () => {
    const { clock } = opened();
    expect(iso(clock.firstResponseDue)).toBe('2026-11-30T17:00:00.000Z');
    expect(iso(clock.resolutionDue)).toBe('2026-12-04T17:00:00.000Z');
    expect(nextBreach(clock, true)).toBe(clock.firstResponseDue);
  });

  it('stands still while the desk waits for the customer, and goes on with what was left', () => {
    const asked = moved(opened(), { said: 'agent' }, USUAL_PLAN, MONDAY + 60 * MINUTE);
    expect(asked).toMatchObject({ status: 'in_progress', waitingSince: MONDAY + 60 * MINUTE });
    expect(asked.clock).toMatchObject({
      firstResponded: MONDAY + 60 * MINUTE,
      resolutionDue: null,
      resolutionLeft: 39 * 3_600,
    });
    expect(nextBreach(asked.clock, false)).toBeNull();
    const answered = moved(asked, { said: 'customer' }, USUAL_PLAN, MONDAY + 7 * 86_400_000);
    expect(answered.waitingSince).toBeNull();
    expect(iso(answered.clock.resolutionDue)).toBe('2026-12-11T16:00:00.000Z');
  });

  it('stops when the ticket is resolved, and goes on when the customer opens it again', () => {
    const resolved = moved(opened(), { status: 'resolved' }, USUAL_PLAN, MONDAY + 120 * MINUTE);
    expect(resolved).toMatchObject({
      resolvedAt: MONDAY + 120 * MINUTE,
      clock: { resolutionLeft: 38 * 3_600 },
    });
    const closed = moved(resolved, { status: 'closed' }, USUAL_PLAN, MONDAY + 180 * MINUTE);
    expect(closed.resolvedAt).toBe(MONDAY + 120 * MINUTE);
    const again = moved(closed, { said: 'customer' }, USUAL_PLAN, MONDAY + 240 * MINUTE);
    expect(again).toMatchObject({ status: 'open', resolvedAt: null, clock: { resolutionLeft: null } });
  });

  it('keeps the time that was used when the priority changes', () => {
    const urgent = moved(opened(), { priority: 'urgent' }, USUAL_PLAN, MONDAY + 30 * MINUTE);
    expect(iso(urgent.clock.firstResponseDue)).toBe('2026-11-30T10:00:00.000Z');
    expect(iso(urgent.clock.resolutionDue)).toBe('2026-11-30T17:00:00.000Z');
    const late = moved(opened(), { priority: 'urgent' }, USUAL_PLAN, MONDAY + 90 * MINUTE);
    expect(late.clock.firstResponseDue).toBe(MONDAY + 90 * MINUTE);
  });

  it('notes each missed due time once', () => {
    const { clock } = opened();
    const late = withBreaches(clock, Date.parse('2026-12-05T00:00:00Z'));
    expect(late.missed).toEqual(['first_response', 'resolution']);
    expect(withBreaches(late.clock, Date.parse('2026-12-06T00:00:00Z')).missed).toEqual([]);
    expect(nextBreach(late.clock, true)).toBeNull();
  });

  it('uses the same time however often it is stopped and goes on', () => {
    const pause = fc.tuple(fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 10_000 }));
    fc.assert(
      fc.property(fc.array(pause, { maxLength: 5 }), (pauses) => {
        let clock = startedClock(hours, targets.normal, MONDAY);
        let now = MONDAY;
        let used = 0;
        for (const [runs, stands] of pauses) {
          const before = now;
          now += runs * MINUTE;
          used += Math.min(openTimeBetween(hours, before, now), targets.normal.resolution * MINUTE - used);
          clock = stoppedClock(clock, hours, now);
          now += stands * MINUTE;
          clock = resumedClock(clock, hours, now);
        }
        used += openTimeBetween(hours, now, clock.resolutionDue ?? now);
        expect(used).toBe(targets.normal.resolution * MINUTE);
      }),
      { numRuns: 50 },
    );
  });
});
