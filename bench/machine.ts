import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const TICK_MICROS = 10_000;
const PAGE_BYTES = 4_096;
const QUIET = 0.1;
const LOOK_MS = 250;

/** CPU time a process has used so far, in microseconds; null where there is no /proc. */
export function cpuMicros(pid: number): number | null {
  const text = readProc(`/proc/${pid}/stat`);
  if (text === null) return null;
  // The name stands in parentheses and may hold spaces; user and system time are fields 14 and 15.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MICROS;
}

/** Memory that a process holds, in bytes; 0 where there is no /proc. */
export function residentBytes(pid: number): number {
  const pages = readProc(`/proc/${pid}/statm`)?.split(' ')[1];
  return Number(pages ?? 0) * PAGE_BYTES;
}

/**
 * What the work gives, and by how many megabytes the process is larger while it is done, at its largest, than before. Linux keeps
 * the peak, so that none is missed between two looks.
 */
export async function withGrowth<Result>(
  pid: number,
  work: () => Promise<Result>,
): Promise<{ result: Result; growth: number }> {
  const RESET_PEAK = '5';
  writeFileSync(`/proc/${pid}/clear_refs`, RESET_PEAK);
  const before = megabytes(pid, 'VmRSS');
  const result = await work();
  return { result, growth: megabytes(pid, 'VmHWM') - before };
}

function megabytes(pid: number, name: 'VmRSS' | 'VmHWM'): number {
  const [, kilobytes] =
    new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readProc(`/proc/${pid}/status`) ?? '') ?? [];
  if (kilobytes === undefined) throw new Error(`/proc does not tell ${name} of ${pid}`);
  return Number(kilobytes) / 1024;
}

/** Waits until others leave the machine alone, at most so long; our own servers are idle meanwhile. */
export async function quietMachine(withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  while (Date.now() < until && (await busyShare()) > QUIET);
}

/** The machine by its size only. */
export function machineSize(): string {
  return `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${loadavg()[0]?.toFixed(1)}`;
}

async function busyShare(): Promise<number> {
  const before = jiffies();
  await sleep(LOOK_MS);
  const after = jiffies();
  if (!before || !after) return 0;
  return (after.busy - before.busy) / Math.max(1, after.all - before.all);
}

function jiffies(): { busy: number; all: number } | null {
  const text = readProc('/proc/stat');
  if (text === null) return null;
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, ...interrupts] = (text.split('\n', 1)[0] ?? '')
    .split(/\s+/)
    .slice(1, 9)
    .map(Number);
  const busy = user + nice + system + interrupts.reduce((sum, one) => sum + one, 0);
  return { busy, all: busy + idle + wait };
}

function readProc(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
