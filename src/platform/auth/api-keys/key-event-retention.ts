import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { KeyEventRepository } from './key-event.repository.js';

const DAY_MS = 86_400_000;

/** The record of API keys is kept for as long as that of other secrets. */
@Injectable()
export class KeyEventRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly events: KeyEventRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'api_key_events',
      keptMs: this.settings.SECRET_AUDIT_RETENTION_DAYS * DAY_MS,
      forget: (before, atMost) => this.events.forget(before, atMost),
    });
  }
}
