import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { DAY_MS } from './usage-days.js';
import { UsageRepository } from './usage.repository.js';

/** How long it is remembered what calls used and cost. */
@Injectable()
export class UsageRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly usage: UsageRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'ai_usage',
      keptMs: this.settings.AI_USAGE_RETENTION_DAYS * DAY_MS,
      forget: (before, atMost) => this.usage.forget(before, atMost),
    });
  }
}
