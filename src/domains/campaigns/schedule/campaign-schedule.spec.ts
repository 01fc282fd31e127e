import {
  couldStartAt,
  isMissed,
  latestDue,
  nextRun,
  runDueAt,
  scheduleProblems,
  timeOfRecipient,
} from './campaign-schedule.js';
import type { CampaignSchedule } from './campaign-schedule.dto.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const problems = (schedule: CampaignSchedule) => scheduleProblems(schedule, NOW).map(({ path }) => path);
const run = (schedule: CampaignSchedule, after = NOW, end: string | null = null) => {
  const found = nextRun(schedule, after, end);
  return found && [found.runAt.toISOString(), found.startAt.toISOString()];
};

describe('the schedule of a campaign', () => {
  it.each<[CampaignSchedule, string[]]>([
    [{ at: '2026-12-01T09:00:00Z' }, []],
    [{ at: '2026-12-01T09:00', timezone: 'Europe/Oslo', recipient_time: true }, []],
    [{ cron: '0 9 * * 1', timezone: 'Europe/Oslo' }, []],
    [{ at: '2026-12-01T09:00', rrule: 'FREQ=WEEKLY' }, []],
    [{}, ['schedule.at']],
    [{ timezone: 'Europe/Oslo' }, ['schedule.at']],
    [{ rrule: 'FREQ=WEEKLY' }, ['schedule.at']],
    [{ at: '2026-12-01T09:00', rrule: 'FREQ=WEEKLY', cron: '0 9 * * 1' }, ['schedule.rrule']],
    [{ at: '2026-12-01T09:00:00Z', recipient_time: true }, ['schedule.at']],
    [{ at: '2026-12-01T09:00', rrule: 'NEVER' }, ['schedule.rrule']],
    [{ cron: 'at noon' }, ['schedule.cron']],
    [{ cron: '*/15 * * * *' }, []],
    [{ cron: '*/14 * * * *' }, ['schedule.cron']],
    [{ cron: '0,10 9 * * 1' }, ['schedule.cron']],
    [{ cron: '0 9 * * 1', exdates: ['2026-12-07T09:00'] }, []],
    [{ at: '2026-12-01T09:00', exdates: ['2026-12-07T09:00'] }, ['schedule.exdates']],
    [{ at: '2026-12-01T09:00', rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }, ['schedule.rrule']],
  ])('%j has wrong: %j', (schedule, paths) => expect(problems(schedule)).toEqual(paths));

  it('starts once when it says so, whenever that is', () => {
    expect(run({ at: '2026-12-01T09:00:00+01:00' })).toEqual([
      '2026-12-01T08:00:00.000Z',
      '2026-12-01T08:00:00.000Z',
    ]);
    expect(run({ at: '2020-01-01T09:00', timezone: 'Asia/Kolkata' })?.[0]).toBe('2020-01-01T03:30:00.000Z');
  });

  it('begins where the day begins first when each recipient has a time of their own', () => {
    const schedule = { at: '2026-12-01T09:00', timezone: 'Europe/Oslo', recipient_time: true };
    expect(run(schedule)).toEqual(['2026-12-01T08:00:00.000Z', '2026-11-30T19:00:00.000Z']);
    const at = (zone: string) =>
      timeOfRecipient(schedule, new Date('2026-12-01T08:00:00Z'), zone).toISOString();
    expect(at('Pacific/Kiritimati')).toBe('2026-11-30T19:00:00.000Z');
    expect(at('America/New_York')).toBe('2026-12-01T14:00:00.000Z');
  });

  it('leaves out the times that are taken out of it, also in nights in which clocks are turned', () => {
    const exdates = ['2026-03-29T02:30', '2026-10-25T00:30:00Z', '2026-03-31T02:31'];
    const daily = {
      at: '2026-03-28T02:30',
      timezone: 'Europe/Oslo',
      rrule: 'FREQ=DAILY;COUNT=3',
      exdates,
    };
    const from = new Date('2026-03-01T00:00:00Z');
    expect(run(daily, from)?.[0]).toBe('2026-03-28T01:30:00.000Z');
    expect(run(daily, new Date('2026-03-28T01:30:00Z'))?.[0]).toBe('2026-03-30T00:30:00.000Z');
    expect(run(daily, new Date('2026-03-30T00:30:00Z'))).toBeNull();
    const nightly = { cron: '30 2 * * *', timezone: 'Europe/Oslo', exdates };
    expect(run(nightly, new Date('2026-10-24T12:00:00Z'))?.[0]).toBe('2026-10-26T01:30:00.000Z');
    const due = { runAt: new Date('2026-03-28T01:30:00Z'), startAt: new Date('2026-03-28T01:30:00Z') };
    expect(latestDue(daily, due, new Date('2026-04-05T00:00:00Z'))).toMatchObject({
      latest: { runAt: new Date('2026-03-30T00:30:00Z') },
      passedOver: 1,
    });
  });

  it('comes for the first time when it begins, to the second', () => {
    const at = '2026-12-01T09:00:00.500Z';
    expect(run({ at, rrule: 'FREQ=WEEKLY' })?.[0]).toBe('2026-12-01T09:00:00.000Z');
  });

  it('comes again until the campaign ends', () => {
    const weekly = { cron: '0 9 * * 1', timezone: 'Europe/Oslo' };
    expect(run(weekly)?.[0]).toBe('2026-11-30T08:00:00.000Z');
    expect(run({ ...weekly, at: '2026-12-05T00:00' })?.[0]).toBe('2026-12-07T08:00:00.000Z');
    expect(run(weekly, NOW, '2026-11-30T07:59:59Z')).toBeNull();
    expect(
      run({ at: '2026-12-01T09:00', rrule: 'FREQ=DAILY;COUNT=1' }, new Date('2026-12-01T09:00:00Z')),
    ).toBeNull();
  });

  it('finds the run by the moment it was to begin', () => {
    const daily = { cron: '0 9 * * *', timezone: 'Europe/Oslo', recipient_time: true };
    const first = nextRun(daily, NOW)!;
    expect(first.startAt.toISOString()).toBe('2026-11-28T19:00:00.000Z');
    expect(runDueAt(daily, first.startAt)).toEqual(first);
  });
});

describe('a start that was missed', () => {
  const daily: CampaignSchedule = { cron: '0 9 * * *' };
  const due = nextRun(daily, NOW)!;

  it('is caught up once, by the latest', () => {
    const { latest, passedOver } = latestDue(daily, due, new Date('2026-12-03T10:00:00Z'));
    expect([latest.runAt.toISOString(), passedOver]).toEqual(['2026-12-03T09:00:00.000Z', 4]);
    expect(latestDue(daily, due, due.startAt)).toEqual({ latest: due, passedOver: 0 });
  });

  it('was not missed before the campaign waited for it, wherever its day had begun', () => {
    const often: CampaignSchedule = { cron: '0 14,18 * * *', recipient_time: true };
    const first = nextRun(often, NOW)!;
    const at = (time: string) => new Date(`2026-11-${time}:00Z`);
    // Both of the day had begun in the first zone when it was launched at noon.
    expect(latestDue(often, first, at('28T12:01'), NOW)).toEqual({ latest: first, passedOver: 0 });
    expect(couldStartAt(first, NOW)).toEqual(NOW);
    expect(latestDue(often, first, at('29T00:01'), NOW)).toMatchObject({
      latest: { runAt: at('29T14:00') },
      passedOver: 2,
    });
    expect(couldStartAt(first, at('28T15:00'))).toEqual(first.startAt);
  });

  it('is left out only where the campaign says so, and only beyond its grace', () => {
    const late = (minutes: number) => new Date(due.startAt.getTime() + minutes * 60_000);
    expect(isMissed(daily, due.startAt, late(10_000))).toBe(false);
    expect(isMissed(null, due.startAt, late(10_000))).toBe(false);
    expect(isMissed({ ...daily, missed: 'skip' }, due.startAt, late(60))).toBe(false);
    expect(isMissed({ ...daily, missed: 'skip' }, due.startAt, late(60.1))).toBe(true);
    expect(isMissed({ ...daily, missed: 'skip', grace_minutes: 0 }, due.startAt, late(0.1))).toBe(true);
  });
});
