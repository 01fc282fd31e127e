import { Injectable, Logger } from '@nestjs/common';
import { PgBoss } from 'pg-boss';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';

/** pg-boss on our own database: its statements join the caller's transaction, so a job exists only if that commits. */
@Injectable()
export class Queue {
  readonly boss: PgBoss;
  readonly backend: 'postgres' | 'pglite';
  /** Whether this process does what waits. */
  readonly isWorkedOn: boolean;
  private readonly logger = new Logger(Queue.name);

  constructor(database: Database, settings: Settings) {
    this.isWorkedOn = settings.plays('worker');
    this.backend = database.server.kind === 'embedded' ? 'pglite' : 'postgres';
    this.boss = new PgBoss({
      schema: 'pgboss',
      backend: this.backend,
      migrate: false,
      createSchema: false,
      schedule: false,
      supervise: this.isWorkedOn,
      reindex: false,
      monitorVacuum: false,
      maintenanceIntervalSeconds: 300,
      superviseIntervalSeconds: 15,
      monitorIntervalSeconds: 15,
      db: {
        executeSql: async (sql, values = []) => {
          const { rows } = await database.asService('jobs.queue', () =>
            database.execute({ sql, parameters: values }),
          );
          return { rows };
        },
      },
    });
    this.boss.on('error', (error) => this.logger.warn(`The queue reports: ${error.message}`));
  }
}
