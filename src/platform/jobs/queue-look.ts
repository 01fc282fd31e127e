import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { declaredJobs } from './job.js';
import { LocalWake } from './local-wake.js';
import { Queue } from './queue.js';

const EVERY_MS = 1_000;

/**
 * Asks once a second, in one statement for all jobs, which of them there are to be done, and lets their workers look: for what
 * another process has sent, what is tried again, and what was to wait for its time.
 */
@Injectable()
export class QueueLook implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;

  constructor(
    private readonly queue: Queue,
    private readonly database: Database,
    private readonly wake: LocalWake,
  ) {}

  onApplicationBootstrap(): void {
    if (this.queue.isWorkedOn) this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  beforeApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      for (const name of await this.due()) this.wake.ring(name);
    } catch {
      // While the database is away the workers' own looks say so.
    } finally {
      this.isLooking = false;
    }
  }

  private async due(): Promise<string[]> {
    const { rows } = await this.database.asService('jobs.queue', () =>
      this.database.execute({
        sql: `select wanted.name from unnest($1::text[]) wanted (name) where exists (
                select from pgboss.job where job.name = wanted.name and state < 'active' and not blocked
                  and start_after <= now())`,
        parameters: [declaredJobs().map(({ name }) => name)],
      }),
    );
    return rows.map(({ name }) => String(name));
  }
}
