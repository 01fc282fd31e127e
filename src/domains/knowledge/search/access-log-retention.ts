import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import { AccessLogRepository } from './access-log.repository.js';

const KEPT_MS = 90 * 24 * 3_600_000;

/** How long it is remembered who asked what of the documents. */
@Injectable()
export class AccessLogRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly logs: AccessLogRepository,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'knowledge_access_logs',
      keptMs: KEPT_MS,
      forget: (before, atMost) => this.logs.forget(before, atMost),
    });
  }
}
