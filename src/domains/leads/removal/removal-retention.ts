import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { RemovedLeadRepository } from './removed-lead.repository.js';

const DAY_MS = 24 * 60 * 60_000;

/** How long leads that were deleted can be restored. */
@Injectable()
export class RemovalRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly removed: RemovedLeadRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'removed_leads',
      keptMs: this.settings.LEAD_REMOVED_RETENTION_DAYS * DAY_MS,
      forget: (before, atMost) => this.removed.forgetOld(before, atMost),
    });
  }
}
