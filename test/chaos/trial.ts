/** What every trial of this folder does around its own story. */

/** What can be put up for a trial, looked after while it runs, and taken down. */
interface Setting {
  killAll(): void;
  clear(): Promise<void>;
  deserters(): string[];
}

export const secondsSince = (moment: number) => (performance.now() - moment) / 1_000;
export const say = (text: string) => process.stdout.write(`${text}\n`);

export function whole(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 0) throw new Error(`--${name} takes a whole number`);
  return number;
}

export function table(lines: readonly (readonly [figure: string, value: string])[]): string {
  return lines.map(([figure, value]) => `${figure.padEnd(14)} ${value}`).join('\n');
}

/** At most five of what breaks a promise. */
export function sample(broken: readonly string[]): string {
  const more = broken.length > 5 ? `, and ${broken.length - 5} more` : '';
  return `${broken.slice(0, 5).join(', ')}${more}`;
}

/** Mulberry32: the same choices from the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs the story, which answers what broke; takes down what was put up, and ends the process with the verdict. */
export async function judge(setting: Setting, story: () => Promise<string[]>): Promise<never> {
  process.once('exit', () => setting.killAll());
  const interrupted = new Promise<string[]>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => resolve([`Ended by ${signal}`]));
  });
  let broken: string[];
  try {
    broken = await Promise.race([story(), interrupted]);
  } catch (error) {
    broken = [
      error instanceof Error ? (error.stack ?? error.message) : String(error),
      ...setting.deserters(),
    ];
  }
  await setting.clear();
  say(
    broken.length === 0
      ? 'Every promise was kept.'
      : `BROKEN\n${broken.map((line) => `  - ${line}`).join('\n')}`,
  );
  process.exit(broken.length === 0 ? 0 : 1);
}
