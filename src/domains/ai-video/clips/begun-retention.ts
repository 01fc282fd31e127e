import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import { BegunRepository } from './begun.repository.js';

/** No limit on how many videos are begun can look further back. */
export const BEGUN_KEPT_MS = 7 * 24 * 3_600_000;

/** How long it is remembered that videos were begun. */
@Injectable()
export class BegunRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly begun: BegunRepository,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'ai_video_begun',
      keptMs: BEGUN_KEPT_MS,
      forget: (before, atMost) => this.begun.forget(before, atMost),
    });
  }
}
