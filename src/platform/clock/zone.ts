/** How zones of the IANA database stand to UTC. Wall times are milliseconds as if what the clock on the wall shows were UTC. */

const DAYS_10_MS = 10 * 86_400_000;
const SECOND_MS = 1_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this is the name of a zone, such as `Europe/Berlin`. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,59}$/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What has to be added to an instant for the wall time of the zone. */
export function offsetAt(zone: string, instant: number): number {
  const whole = Math.floor(instant / SECOND_MS) * SECOND_MS;
  const {
    year = 0,
    month = 1,
    day = 1,
    hour = 0,
    minute = 0,
    second = 0,
  } = Object.fromEntries(
    formatOf(zone)
      .formatToParts(whole)
      .map(({ type, value }) => [type, Number(value)]),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}

/** The first instant after `from`, and no later than `until`, from which on another offset holds; null when there is none. */
export function nextChange(zone: string, from: number, until: number): number | null {
  const offset = offsetAt(zone, from);
  for (let low = from; low < until;) {
    const high = Math.min(low + DAYS_10_MS, until);
    if (offsetAt(zone, high) !== offset) return changeBetween(zone, low, high);
    low = high;
  }
  return null;
}

/** The offset is another one at `high` than at `low`: where it changes, to the second. */
function changeBetween(zone: string, low: number, high: number): number {
  const offset = offsetAt(zone, low);
  let before = Math.floor(low / SECOND_MS);
  let after = Math.ceil(high / SECOND_MS);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle * SECOND_MS) === offset) before = middle;
    else after = middle;
  }
  return after * SECOND_MS;
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const name = zone.toLowerCase();
  const known = formats.get(name);
  if (known) return known;
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric' } as const;
  const time = { hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, calendar: 'gregory', ...numeric, ...time });
  formats.set(name, made);
  return made;
}
