import { afterOpenTime, type BusinessHours, openTimeBetween } from './business-hours.js';

const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** Minutes of open time until somebody has answered, and until the ticket is resolved. */
export interface Targets {
  readonly first_response: number;
  readonly resolution: number;
}

/** Both clocks of a ticket; moments are milliseconds since 1970. */
export interface TicketClock {
  readonly targets: Targets | null;
  readonly firstResponseDue: number | null;
  readonly firstResponded: number | null;
  readonly firstResponseBreached: number | null;
  /** Null while the clock stands still. */
  readonly resolutionDue: number | null;
  /** Seconds of open time that are left, while it stands still. */
  readonly resolutionLeft: number | null;
  readonly resolutionBreached: number | null;
}

export function startedClock(hours: BusinessHours, targets: Targets, now: number): TicketClock {
  return {
    targets,
    firstResponseDue: afterOpenTime(hours, now, targets.first_response * MINUTE_MS),
    firstResponded: null,
    firstResponseBreached: null,
    resolutionDue: afterOpenTime(hours, now, targets.resolution * MINUTE_MS),
    resolutionLeft: null,
    resolutionBreached: null,
  };
}

/** Stops the clock of resolution: what is left of it then is left whenever it goes on. */
export function stoppedClock(clock: TicketClock, hours: BusinessHours, now: number): TicketClock {
  if (clock.resolutionDue === null) return clock;
  const left = Math.ceil(openTimeBetween(hours, now, clock.resolutionDue) / SECOND_MS);
  return { ...clock, resolutionDue: null, resolutionLeft: left };
}

/** One that has nothing left is due at once. */
export function resumedClock(clock: TicketClock, hours: BusinessHours, now: number): TicketClock {
  if (clock.resolutionDue !== null || clock.resolutionLeft === null) return clock;
  const due = clock.resolutionLeft === 0 ? now : afterOpenTime(hours, now, clock.resolutionLeft * SECOND_MS);
  return { ...clock, resolutionDue: due, resolutionLeft: null };
}

/** Time that has been used stays used; a due time that the new targets have already passed is now. */
export function retargetedClock(
  clock: TicketClock,
  targets: Targets,
  hours: BusinessHours,
  now: number,
): TicketClock {
  if (clock.targets === null) return clock;
  const more = (key: keyof Targets): number => (targets[key] - (clock.targets?.[key] ?? 0)) * MINUTE_MS;
  const moved = (due: number | null, by: number): number | null => {
    if (due === null || by === 0) return due;
    const left = openTimeBetween(hours, now, due) - openTimeBetween(hours, due, now) + by;
    return left <= 0 ? now : afterOpenTime(hours, now, left);
  };
  const { firstResponded, resolutionLeft } = clock;
  return {
    ...clock,
    targets,
    firstResponseDue:
      firstResponded === null
        ? moved(clock.firstResponseDue, more('first_response'))
        : clock.firstResponseDue,
    resolutionDue: moved(clock.resolutionDue, more('resolution')),
    resolutionLeft:
      resolutionLeft === null ? null : Math.max(0, resolutionLeft + more('resolution') / SECOND_MS),
  };
}

/** The first due time that is neither kept nor noted as missed; null while the ticket waits or is over. */
export function nextBreach(clock: TicketClock, runs: boolean): number | null {
  if (!runs) return null;
  const due = [
    clock.firstResponded === null && clock.firstResponseBreached === null ? clock.firstResponseDue : null,
    clock.resolutionBreached === null ? clock.resolutionDue : null,
  ].filter((moment) => moment !== null);
  return due.length > 0 ? Math.min(...due) : null;
}

/** The clock with what has been missed by now noted, and which of the two were. */
export function withBreaches(
  clock: TicketClock,
  now: number,
): { clock: TicketClock; missed: ('first_response' | 'resolution')[] } {
  const isLate = (due: number | null, noted: number | null): boolean => due !== null && due <= now && !noted;
  const first = clock.firstResponded === null && isLate(clock.firstResponseDue, clock.firstResponseBreached);
  const resolution = isLate(clock.resolutionDue, clock.resolutionBreached);
  return {
    clock: {
      ...clock,
      firstResponseBreached: first ? now : clock.firstResponseBreached,
      resolutionBreached: resolution ? now : clock.resolutionBreached,
    },
    missed: [
      ...(first ? (['first_response'] as const) : []),
      ...(resolution ? (['resolution'] as const) : []),
    ],
  };
}
