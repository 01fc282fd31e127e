import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { EntryRepository } from '../entries/entry.repository.js';
import { ExecutionRepository } from './execution.repository.js';

const DAY_MS = 86_400_000;
/** Well beyond the time in which a firing of the clock is tried. */
const ONCE_KEPT_MS = 14 * DAY_MS;

/** How long it is remembered what instances of workflows did. Their figures, and who may not enter again, stay. */
@Injectable()
export class ExecutionRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly executions: ExecutionRepository,
    private readonly entries: EntryRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add(
      {
        what: 'workflow_executions',
        keptMs: this.settings.WORKFLOW_RETENTION_DAYS * DAY_MS,
        forget: (before, atMost) => this.executions.forget(before, atMost),
      },
      {
        what: 'workflow_keys',
        keptMs: ONCE_KEPT_MS,
        forget: (before, atMost) => this.entries.forgetOnce(before, atMost),
      },
    );
  }
}
