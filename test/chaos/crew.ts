import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ENTRY = resolve('dist/main.js');
const READY = 'Marketing Autopilot runs';
const BOOT_WITHIN_MS = 60_000;
/** Keeps a parked process at about 90 MB instead of 135. */
const SMALL_NURSERY = '--max-semi-space-size=2';

/** One `node dist/main.js`. */
export class AppProcess {
  readonly name: string;
  /** Set before we end it: an exit that was not asked for is a finding. */
  isWanted = true;
  private readonly child: ChildProcess;
  private output = '';

  constructor(name: string, folder: string, settings: Record<string, string>) {
    this.name = name;
    const { PATH = '' } = process.env;
    this.child = spawn(process.execPath, [SMALL_NURSERY, ENTRY], {
      cwd: folder,
      env: { PATH, DATA_DIR: folder, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.output = (this.output + chunk.toString()).slice(-20_000)));
  }

  get isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** The last lines it has written, for a message about it. */
  get lastWords(): string {
    return this.output.trim().split('\n').slice(-8).join('\n');
  }

  /** The most memory it has held; 0 once it is gone, or where there is no /proc. */
  get peakMegabytes(): number {
    try {
      const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
      return Math.round(Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      return 0;
    }
  }

  async ready(): Promise<void> {
    const until = Date.now() + BOOT_WITHIN_MS;
    while (!this.output.includes(READY)) {
      if (this.isGone || Date.now() > until)
        throw new Error(`${this.name} did not start:\n${this.lastWords}`);
      await sleep(10);
    }
  }

  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal);
  }

  kill(): void {
    this.isWanted = false;
    if (!this.isGone) this.child.kill('SIGKILL');
  }

  async gone(): Promise<void> {
    if (!this.isGone) await once(this.child, 'exit');
  }
}

/** Workers: parked ones that have been started completely and stand still, and those at work. */
export class Crew {
  readonly working: AppProcess[] = [];
  private readonly parked: AppProcess[] = [];
  private readonly all: AppProcess[] = [];
  private readonly start: (name: string) => AppProcess;
  private readonly cutOff: (name: string) => Promise<void>;

  /** `start` starts a process, `cutOff` cuts its connections to Postgres, of which there are not enough for all. */
  constructor(start: (name: string) => AppProcess, cutOff: (name: string) => Promise<void>) {
    this.start = start;
    this.cutOff = cutOff;
  }

  /** Starts `count` workers, `atOnce` at a time, and parks each once it is up. */
  async park(count: number, atOnce: number): Promise<void> {
    const names = Array.from({ length: count }, (_, index) => `worker-${index + 1}`);
    const oneAfterTheOther = async (): Promise<void> => {
      for (let name = names.shift(); name !== undefined; name = names.shift()) {
        const worker = this.start(name);
        this.all.push(worker);
        await worker.ready();
        worker.signal('SIGSTOP');
        await this.cutOff(name);
        this.parked.push(worker);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, oneAfterTheOther));
  }

  /** Lets the next parked worker go on, if there is one. */
  employ(): void {
    const worker = this.parked.shift();
    if (!worker) return;
    worker.signal('SIGCONT');
    this.working.push(worker);
  }

  /** SIGKILL to one of those at work. */
  lose(worker: AppProcess): void {
    this.working.splice(this.working.indexOf(worker), 1);
    worker.kill();
  }

  /** Workers that ended though nobody killed them. */
  get deserted(): AppProcess[] {
    return this.all.filter((worker) => worker.isWanted && worker.isGone);
  }

  killAll(): void {
    for (const worker of this.all) worker.kill();
  }

  async gone(): Promise<void> {
    await Promise.all(this.all.map((worker) => worker.gone()));
  }
}
