import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { LeaseRepository } from './lease.repository.js';

const DAY_MS = 86_400_000;

/** How long it is remembered what agents were asked to do, and how they did it. */
@Injectable()
export class RunRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly runs: LeaseRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'agent_runs',
      keptMs: this.settings.AGENT_RUN_RETENTION_DAYS * DAY_MS,
      forget: (before, atMost) => this.runs.forget(before, atMost),
    });
  }
}
