import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { ClockRole } from '#platform/clock/clock-role';
import { Jobs } from '#platform/jobs/jobs';
import { Metrics } from '#platform/metrics/metrics';
import { Sealer } from '../seal/sealer.js';
import { ResealJob } from '../secrets.jobs.js';
import { ResealRepository } from './reseal.repository.js';

const HOUR_MS = 3_600_000;

/** Asks for keys to be sealed anew while some stand under a former master key, and tells how many do. */
@Injectable()
export class ResealClock implements OnApplicationBootstrap {
  constructor(
    private readonly clock: ClockRole,
    private readonly rows: ResealRepository,
    private readonly sealer: Sealer,
    private readonly jobs: Jobs,
    private readonly metrics: Metrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.metrics.gauge(
      'secrets_outdated',
      'Keys of users that are not yet sealed under the current master key',
      [],
      // While the database is away nobody knows.
      async (gauge) => gauge.set(await this.rows.count(this.sealer.keyId).catch(() => Number.NaN)),
    );
    await this.ask('start');
  }

  @Interval(HOUR_MS)
  tick(): Promise<void> {
    return this.ask('clock');
  }

  private ask(askedBy: 'start' | 'clock'): Promise<void> {
    return this.clock.askFor('keys to be sealed anew', this.rows.isThereAny(this.sealer.keyId), () =>
      this.jobs.send(ResealJob, { askedBy }),
    );
  }
}
