import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import { ExportRepository } from './export.repository.js';
import { ExportStore } from './export-store.js';

const KEPT_MS = 7 * 86_400_000;

/** Archives are removed after seven days; that they were made stays on record. */
@Injectable()
export class ExportRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly exports: ExportRepository,
    private readonly store: ExportStore,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'data_export_requests',
      keptMs: KEPT_MS,
      forget: async (before, atMost) => {
        const expired = await this.exports.expire(before, atMost);
        await this.store.forget(expired.flatMap(({ attempt }) => attempt ?? []));
        return expired.length;
      },
    });
  }
}
