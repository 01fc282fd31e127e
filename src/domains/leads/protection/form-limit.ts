import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { TooManyRequests } from '#platform/http/http.errors';
import { RateLimits } from '#platform/http/rate-limits';
import type { PublishedForm } from '../forms/published-form.js';

/** Bounds what all visitors together send to one form in a minute, from however many addresses. */
@Injectable()
export class FormLimit {
  constructor(
    private readonly limits: RateLimits,
    private readonly settings: Settings,
  ) {}

  /** Counts one submission. A form can lower the server's limit for itself; 0 there is none. */
  take({ id, settings }: PublishedForm): void {
    const limits = [this.settings.RATE_LIMIT_FORM, settings.limit_per_minute].filter((limit) => !!limit);
    if (limits.length === 0) return;
    const limit = Math.min(...limits.map(Number));
    const { allowed, resetIn } = this.limits.take(`form ${id}`, limit);
    if (!allowed) throw new TooManyRequests(limit).after(resetIn);
  }
}
