import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { HealthCheck } from '../health-check.js';

@Injectable()
export class DatabaseCheck extends HealthCheck {
  readonly name = 'database';
  readonly essential = true;
  readonly off = null;

  constructor(private readonly database: Database) {
    super();
  }

  async check(): Promise<void> {
    await this.database.asService('health.probe', () =>
      this.database.execute({ sql: 'select 1', parameters: [] }),
    );
  }
}
