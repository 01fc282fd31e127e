import { setTimeout as sleep } from 'node:timers/promises';

/** Goes on when the condition holds, however busy the machine is; throws, saying what did not happen, after `withinMs`. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 45_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
    await sleep(10);
  }
}
