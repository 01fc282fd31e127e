import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import { IdempotencyRepository } from './idempotency.repository.js';
import { RateRepository } from './rate.repository.js';

const MINUTE_MS = 60_000;
/** An answer is kept for a day; an hour more hurts nobody. */
const ANSWERS_KEPT_MS = 25 * 60 * MINUTE_MS;
const WINDOWS_KEPT_MS = 10 * MINUTE_MS;

/** How long answers under an Idempotency-Key and the counts of past minutes are kept. */
@Injectable()
export class HttpRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly answers: IdempotencyRepository,
    private readonly rates: RateRepository,
  ) {}

  onModuleInit(): void {
    this.retention.add(
      {
        what: 'app.idempotency_keys',
        keptMs: ANSWERS_KEPT_MS,
        forget: (before, atMost) => this.answers.forget(before, atMost),
      },
      {
        what: 'app.rate_windows',
        keptMs: WINDOWS_KEPT_MS,
        forget: (before, atMost) => this.rates.forget(before, atMost),
      },
    );
  }
}
