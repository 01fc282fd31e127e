import { zonedCronTimes } from '#platform/clock/zoned-cron';

/** The next moment behind `after` at which the clocks of the zone show the time (`09:30`), on one of the weekdays (1 is Monday). */
export function nextLocalTime(
  after: Date,
  { time, zone, weekdays = [] }: { time: string; zone: string; weekdays?: readonly number[] | undefined },
): Date | undefined {
  const [hour, minute] = time.split(':').map(Number);
  const days = weekdays.length > 0 ? weekdays.map((day) => day % 7).join(',') : '*';
  return zonedCronTimes(`${minute} ${hour} * * ${days}`, zone, after).next().value ?? undefined;
}
