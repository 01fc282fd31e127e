import { Worker } from 'node:worker_threads';
import { ThreadsBusy, WorkTooHeavy } from './threads.errors.js';

export interface ThreadLimits {
  /** How many threads work at once; each is started when it is first needed. */
  readonly threads: number;
  /** How many tasks may wait for one. */
  readonly waiting: number;
  /** Milliseconds one task may take. */
  readonly time: number;
  /** Mebibytes one thread's heap may hold. */
  readonly memory: number;
  /** Mebibytes by which the whole process may grow during a task: buffers lie outside of the heap. */
  readonly growth?: number;
}

/** What a thread's script sends back for each task. */
export type ThreadAnswer<Result> = { readonly result: Result } | { readonly failure: string };

interface Errand<Task, Result> {
  readonly task: Task;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
  timer?: NodeJS.Timeout;
  watch?: NodeJS.Timeout | undefined;
}

/** How long a thread may take to load its script; only its first task waits for that. */
const START_WITHIN_MS = 15_000;
const LOOK_MS = 100;
const MEBIBYTE = 1024 * 1024;

/**
 * Does work on input that strangers have made, on threads of its own: whatever it does to them, the process goes on answering.
 * A task that takes too much time or memory ends with its thread, and the next one gets a new thread.
 */
export class ThreadPool<Task, Result> {
  private readonly idle = new Set<Worker>();
  private readonly busy = new Map<Worker, Errand<Task, Result>>();
  private readonly waiting: Errand<Task, Result>[] = [];
  private isClosed = false;

  /** `script` answers each message, one after the other, with a `ThreadAnswer`. */
  constructor(
    private readonly script: URL,
    private readonly limits: ThreadLimits,
  ) {}

  async run(task: Task): Promise<Result> {
    if (this.isClosed || this.waiting.length >= this.limits.waiting) throw new ThreadsBusy().after(5);
    return new Promise((resolve, reject) => {
      this.waiting.push({ task, resolve, reject });
      this.begin();
    });
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const { reject } of this.waiting.splice(0)) reject(new ThreadsBusy());
    await Promise.all([...this.idle, ...this.busy.keys()].map((worker) => worker.terminate()));
  }

  private begin(): void {
    const [free] = this.idle;
    if (!free && this.busy.size >= this.limits.threads) return;
    const errand = this.waiting.shift();
    if (!errand) return;
    const worker = free ?? this.hired();
    this.idle.delete(worker);
    this.busy.set(worker, errand);
    const within = this.limits.time + (free ? 0 : START_WITHIN_MS);
    errand.timer = setTimeout(() => this.dismiss(worker, new WorkTooHeavy()), within);
    errand.watch = this.watched(worker);
    worker.postMessage(errand.task);
  }

  private watched(worker: Worker): NodeJS.Timeout | undefined {
    if (this.limits.growth === undefined) return undefined;
    const most = process.memoryUsage.rss() + this.limits.growth * MEBIBYTE;
    return setInterval(() => {
      if (process.memoryUsage.rss() > most) this.dismiss(worker, new WorkTooHeavy());
    }, LOOK_MS);
  }

  private hired(): Worker {
    const worker = new Worker(this.script, {
      resourceLimits: { maxOldGenerationSizeMb: this.limits.memory },
    });
    worker.unref();
    worker.on('message', (answer: ThreadAnswer<Result>) => {
      const errand = this.leave(worker);
      if (!errand) return;
      this.idle.add(worker);
      if ('result' in answer) errand.resolve(answer.result);
      else errand.reject(new Error(answer.failure));
      this.begin();
    });
    worker.on('error', (error) => this.dismiss(worker, isOutOfMemory(error) ? new WorkTooHeavy() : error));
    worker.on('exit', () => this.dismiss(worker, new ThreadsBusy()));
    return worker;
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
    this.idle.delete(worker);
    this.leave(worker)?.reject(reason);
    void worker.terminate();
    this.begin();
  }
}

const isOutOfMemory = (error: unknown): boolean =>
  (error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
