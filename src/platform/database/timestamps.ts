/** Postgres' text form of an instant in UTC (`2026-11-23 20:00:00.12+00`) as ISO-8601 (`2026-11-23T20:00:00.12Z`). */
export function isoTimestamp(text: string): string {
  return text.replace(' ', 'T').replace(/\+00(?::00)?$/, 'Z');
}
