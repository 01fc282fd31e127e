import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Database } from '#platform/database/database';
import { type QueueFigure, QueueFigures } from '#platform/jobs/queue-figures';
import { Metrics } from './metrics.js';

/** Registers what the platform itself has to tell. */
@Injectable()
export class PlatformGauges implements OnApplicationBootstrap {
  constructor(
    private readonly metrics: Metrics,
    private readonly database: Database,
    private readonly queues: QueueFigures,
  ) {}

  onApplicationBootstrap(): void {
    this.metrics.gauge('database_connections', 'Connections of the pool', ['state'], (gauge) => {
      for (const [state, count] of Object.entries(this.database.server.counts())) gauge.set({ state }, count);
    });
    this.metrics.gauge(
      'jobs_waiting',
      'Jobs that wait or run, per queue',
      ['queue', 'state'],
      async (gauge) => {
        gauge.reset();
        for (const { name, state, count } of await this.figures()) gauge.set({ queue: name, state }, count);
      },
    );
    this.metrics.gauge(
      'jobs_oldest_seconds',
      'Age of the oldest due job, per queue',
      ['queue'],
      async (gauge) => {
        gauge.reset();
        for (const [queue, waiting] of Map.groupBy(await this.figures(), ({ name }) => name))
          gauge.set(
            { queue },
            Math.max(
              0,
              ...waiting.map(({ state, oldestSeconds }) => (state === 'active' ? 0 : oldestSeconds)),
            ),
          );
      },
    );
  }

  /** What the queues hold; nothing while the database is away, so that all other figures still come. */
  private async figures(): Promise<QueueFigure[]> {
    return this.queues.read().catch(() => []);
  }

  /** Measures every request; called before the server listens. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', (request, reply, done) => {
      const labels = {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
      };
      this.metrics.requests.observe(labels, reply.elapsedTime / 1000);
      done();
    });
  }
}
