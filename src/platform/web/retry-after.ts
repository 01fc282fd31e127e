/** Milliseconds that a `Retry-After` asks for, in seconds or as a date (RFC 9110, 10.2.3); undefined when it says nothing. */
export function retryAfterMs(given: string): number | undefined {
  if (/^\s*\d{1,9}(\.\d{1,6})?\s*$/.test(given)) return Math.ceil(Number(given) * 1_000);
  const until = Date.parse(given);
  return Number.isNaN(until) ? undefined : Math.max(0, until - Date.now());
}
