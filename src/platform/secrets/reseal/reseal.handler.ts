import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Sealer } from '../seal/sealer.js';
import { type Reseal, ResealJob } from '../secrets.jobs.js';
import { ResealRepository } from './reseal.repository.js';

const AT_ONCE = 100;

interface Batch {
  /** Where the next batch begins; null when there is none. */
  readonly last: string | null;
  readonly resealed: number;
  readonly unreadable: number;
}

/**
 * Seals rows anew, a hundred in one transaction: whenever it is ended, each row stands whole in its old or its new form, and
 * the next run goes on with the rest. Rows that no key opens are passed over.
 */
@Handles(ResealJob)
@Injectable()
export class ResealHandler implements JobHandler<Reseal> {
  private readonly logger = new Logger('Secrets');

  constructor(
    private readonly database: Database,
    private readonly rows: ResealRepository,
    private readonly sealer: Sealer,
  ) {}

  async handle(_: Reseal, { signal }: JobRun): Promise<void> {
    let [resealed, unreadable, after]: [number, number, string | null] = [0, 0, null];
    while (!signal.aborted) {
      const batch: Batch = await this.batch(after);
      resealed += batch.resealed;
      unreadable += batch.unreadable;
      after = batch.last;
      if (after === null) break;
    }
    if (resealed > 0) this.logger.log(`Sealed ${resealed} keys of users anew.`);
    if (unreadable > 0)
      this.logger.warn(
        `${unreadable} keys of users open with no master key: is one missing in SECRET_MASTER_KEYS_PREVIOUS?`,
      );
  }

  private batch(after: string | null): Promise<Batch> {
    return this.database.asService('secrets.reseal', () =>
      this.database.transaction(async () => {
        const rows = await this.rows.next(this.sealer.keyId, after, AT_ONCE);
        const opened = rows.flatMap((row) => {
          const value = this.sealer.open(row, row.sealed);
          if (value === undefined) return [];
          const sealed = this.sealer.seal(row, value);
          return [{ id: row.id, sealed, fingerprint: this.sealer.fingerprint(row.userId, value) }];
        });
        if (opened.length > 0) await this.rows.replace(opened);
        return {
          last: rows.length < AT_ONCE ? null : (rows.at(-1)?.id ?? null),
          resealed: opened.length,
          unreadable: rows.length - opened.length,
        };
      }),
    );
  }
}
