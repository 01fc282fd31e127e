import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { ScrapeRepository } from './scrape.repository.js';

const DAY_MS = 86_400_000;

/** How long it is remembered what pages held. */
@Injectable()
export class ScrapeRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly scrapes: ScrapeRepository,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'scrape_results',
      keptMs: this.settings.SCRAPE_RETENTION_DAYS * DAY_MS,
      forget: (before, atMost) => this.scrapes.forget(before, atMost),
    });
  }
}
