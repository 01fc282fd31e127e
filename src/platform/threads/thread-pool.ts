import { Worker } from 'node:worker_threads';
import { scopes } from '#platform/database/scope';
import type { ThreadAnswer } from './thread-script.js';
import { ThreadsBusy, WorkTooHeavy } from './threads.errors.js';

export interface ThreadLimits {
  /** How many threads work at once; each is started when it is first needed. */
  readonly threads: number;
  /** How many tasks of one user may wait for one. */
  readonly waiting: number;
  /** Milliseconds one task may take, by the clock on the wall. */
  readonly time: number;
  /** Milliseconds of a processor one task may take: as many on a busy machine as on a calm one. */
  readonly cpu?: number;
  /** Mebibytes one thread's heap may hold. */
  readonly memory: number;
  /** Milliseconds without work after which a thread ends; else it stays for the next task. */
  readonly rest?: number;
  /** Mebibytes by which the whole process may grow during a task: buffers lie outside of the heap. */
  readonly growth?: number;
}

interface Errand<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  timer?: NodeJS.Timeout;
  watch?: NodeJS.Timeout;
}

/** How long a thread may take to load its script; only its first task waits for that. */
const START_WITHIN_MS = 15_000;
const LOOK_MS = 50;
const MEBIBYTE = 1024 * 1024;

/**
 * Does work on input that strangers have made, on threads of its own: whatever it does to them, the process goes on answering.
 * A task that takes too much time or memory ends with its thread, and the next one gets a new thread. Users take turns, so that
 * many tasks of one do not keep the others waiting.
 */
export class ThreadPool<Task, Result> {
  private readonly loaded = new WeakSet<Worker>();
  /** Each with the timer that ends it, where one does. */
  private readonly idle = new Map<Worker, NodeJS.Timeout | undefined>();
  private readonly busy = new Map<Worker, Errand<Task, Result>>();
  /** By user, in the order in which it is their turn; the platform itself is one of them. */
  private readonly waiting = new Map<string | null, Errand<Task, Result>[]>();
  private isClosed = false;

  /** `script` answers its tasks with `answerTasks`. */
  constructor(
    private readonly script: URL,
    private readonly limits: ThreadLimits,
  ) {}

  async run(task: Task): Promise<Result> {
    const identity = scopes.getStore()?.identity;
    const user = identity?.role === 'authenticated' ? identity.userId : null;
    const theirs = this.waiting.get(user) ?? [];
    if (this.isClosed || theirs.length >= this.limits.waiting) throw new ThreadsBusy().after(5);
    return new Promise((resolve, reject) => {
      theirs.push({ task, resolve, reject });
      this.waiting.set(user, theirs);
      this.begin();
    });
  }

  /** Starts a thread ahead of the first task, which then need not wait for it. */
  warm(): void {
    if (!this.isClosed && this.idle.size + this.busy.size === 0) this.rest(this.hired());
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const errand of [...this.waiting.values()].flat()) errand.reject(new ThreadsBusy());
    this.waiting.clear();
    await Promise.all([...this.idle.keys(), ...this.busy.keys()].map((worker) => this.ended(worker)));
  }

  private begin(): void {
    const [free] = this.idle.keys();
    if (!free && this.busy.size >= this.limits.threads) return;
    const errand = this.next();
    if (!errand) return;
    const worker = free ?? this.hired();
    this.rested(worker);
    this.busy.set(worker, errand);
    if (this.loaded.has(worker)) void this.measure(worker, errand);
    else errand.timer = setTimeout(() => this.dismiss(worker, new ThreadsBusy().after(5)), START_WITHIN_MS);
    worker.postMessage(errand.task);
  }

  /** Whose turn it is goes to the end of the row. */
  private next(): Errand<Task, Result> | undefined {
    for (const [user, errands] of this.waiting) {
      this.waiting.delete(user);
      const errand = errands.shift();
      if (errands.length > 0) this.waiting.set(user, errands);
      if (errand) return errand;
    }
    return undefined;
  }

  /** Ends the task when it takes more than it may: time from now on, time of a processor, memory. */
  private async measure(worker: Worker, errand: Errand<Task, Result>): Promise<void> {
    const { time, cpu, growth } = this.limits;
    const tooHeavy = (): void => {
      if (this.busy.get(worker) === errand) this.dismiss(worker, new WorkTooHeavy());
    };
    clearTimeout(errand.timer);
    errand.timer = setTimeout(tooHeavy, time);
    if (cpu === undefined && growth === undefined) return;
    const mostBytes = growth === undefined ? Infinity : process.memoryUsage.rss() + growth * MEBIBYTE;
    const start = await worker.cpuUsage().catch(() => undefined);
    if (this.busy.get(worker) !== errand) return;
    errand.watch = setInterval(() => {
      if (process.memoryUsage.rss() > mostBytes) tooHeavy();
      if (cpu === undefined || !start) return;
      worker.cpuUsage(start).then(({ user }) => (user / 1_000 > cpu ? tooHeavy() : undefined), tooHeavy);
    }, LOOK_MS);
  }

  private hired(): Worker {
    const worker = new Worker(this.script, {
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memory },
    });
    worker.unref();
    worker.on('message', (answer: ThreadAnswer<Result>) => {
      if ('loaded' in answer) return this.tookOver(worker);
      const errand = this.leave(worker);
      if (!errand) return;
      this.rest(worker);
      if ('result' in answer) errand.resolve(answer.result);
      else errand.reject(new Error(answer.failure));
      this.begin();
    });
    worker.on('error', (error) => this.dismiss(worker, isOutOfMemory(error) ? new WorkTooHeavy() : error));
    worker.on('exit', () => this.dismiss(worker, new ThreadsBusy()));
    return worker;
  }

  private tookOver(worker: Worker): void {
    this.loaded.add(worker);
    const errand = this.busy.get(worker);
    if (errand) void this.measure(worker, errand);
  }

  private leave(worker: Worker): Errand<Task, Result> | undefined {
    const errand = this.busy.get(worker);
    this.busy.delete(worker);
    clearTimeout(errand?.timer);
    clearInterval(errand?.watch);
    return errand;
  }

  /** Ends the thread, and with it what it was doing. */
  private dismiss(worker: Worker, reason: unknown): void {
    this.leave(worker)?.reject(reason);
    void this.ended(worker);
    this.begin();
    if (this.loaded.has(worker) && this.limits.rest === undefined) this.warm();
  }

  private rest(worker: Worker): void {
    const { rest } = this.limits;
    const end = rest === undefined ? undefined : setTimeout(() => void this.ended(worker), rest).unref();
    this.idle.set(worker, end);
  }

  private rested(worker: Worker): void {
    clearTimeout(this.idle.get(worker));
    this.idle.delete(worker);
  }

  private async ended(worker: Worker): Promise<void> {
    this.rested(worker);
    await worker.terminate();
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
