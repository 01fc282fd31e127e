import { Injectable } from '@nestjs/common';
import { QueueFigures } from '#platform/jobs/queue-figures';
import { HealthCheck } from '../health-check.js';

const TOO_OLD_SECONDS = 600;

/** Jobs flow: nothing that is due has waited for ten minutes. */
@Injectable()
export class JobsCheck extends HealthCheck {
  readonly name = 'jobs';
  readonly essential = false;
  readonly off = null;

  constructor(private readonly queues: QueueFigures) {
    super();
  }

  async check(): Promise<void> {
    const late = (await this.queues.read()).find(
      ({ state, oldestSeconds }) => state !== 'active' && oldestSeconds > TOO_OLD_SECONDS,
    );
    if (late)
      throw new Error(`A job of ${late.name} has waited for ${Math.round(late.oldestSeconds)} seconds.`);
  }
}
