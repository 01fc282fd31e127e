import { Injectable, Logger } from '@nestjs/common';
import { RunCancelled } from '../agents.errors.js';
import { LeaseRepository } from './lease.repository.js';
import { LEASE_SECONDS } from './lease.repository.js';
import type { HeldRun } from './run.js';
import { RunLost } from './run-signals.js';

const LOOK_EVERY_MS = 1_000;
/** Leases are renewed at every so many looks. */
const RENEW_EVERY = Math.floor((LEASE_SECONDS * 1_000) / 3 / LOOK_EVERY_MS);

/**
 * The runs this process works on. One statement a second asks for all of them together whether one is to be cancelled;
 * while there are none, nothing is asked.
 */
@Injectable()
export class RunWatch {
  private readonly logger = new Logger(RunWatch.name);
  private readonly held = new Map<string, { run: HeldRun; controller: AbortController }>();
  private timer: NodeJS.Timeout | undefined;
  private looks = 0;

  constructor(private readonly leases: LeaseRepository) {}

  /** A signal that is aborted when the run is cancelled, wherever that was asked, or belongs to somebody else. */
  hold(run: HeldRun): AbortController {
    const controller = new AbortController();
    this.held.set(run.id, { run, controller });
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS);
    return controller;
  }

  letGo(run: HeldRun): void {
    if (this.held.get(run.id)?.run.attempt === run.attempt) this.held.delete(run.id);
    if (this.held.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Ends the run at once when this process works on it. */
  abort(runId: string, reason: Error): void {
    this.held.get(runId)?.controller.abort(reason);
  }

  abortAll(reason: Error): void {
    for (const { controller } of this.held.values()) controller.abort(reason);
  }

  private async look(): Promise<void> {
    const renew = this.looks++ % RENEW_EVERY === 0;
    const runs = [...this.held.values()].map(({ run }) => run);
    try {
      const known = renew ? await this.leases.renew(runs) : await this.leases.cancelledAmong(runs);
      for (const { id, cancelled } of known) if (cancelled) this.abort(id, new RunCancelled());
      if (!renew) return;
      const alive = new Set(known.map(({ id }) => id));
      for (const { id } of runs) if (!alive.has(id)) this.abort(id, new RunLost());
    } catch (error) {
      this.logger.warn({ err: error }, 'Runs could not be looked after');
    }
  }
}
