import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { AuditRepository } from './audit.repository.js';

const DAY_MS = 86_400_000;

/** How long the record of what was done with users' keys is kept. */
@Injectable()
export class AuditRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly audit: AuditRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'secret_audit_logs',
      keptMs: this.settings.SECRET_AUDIT_RETENTION_DAYS * DAY_MS,
      forget: (before, atMost) => this.audit.forget(before, atMost),
    });
  }
}
