import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sideBySide } from '#kernel/side-by-side';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Retention } from '#platform/retention/retention';
import { type MailRoute, MailRoutes } from '#platform/web/dns/mail-routes';
import { findingsOf } from '../hygiene/address-findings.js';
import { type CheckAddresses, CheckAddressesJob } from './address-check.jobs.js';
import { AddressCheckRepository, type DomainCheck } from './address-check.repository.js';

const DAY_MS = 24 * 60 * 60_000;
const DOMAINS_KEPT_MS = 90 * DAY_MS;
/** A gentle pace: what was there before this was known of leads is looked at over some hours. */
const JUDGED_AT_ONCE = 500;
const JUDGED_A_RUN = 2_000;
const ASKED_AT_ONCE = 100;
const SIDE_BY_SIDE = 8;
/** Well before the attempt expires the rest is left to the next tick. */
const TURN_MS = 2 * 60_000;

/** Looks at addresses that came in unseen, and asks the name servers of each domain once, never within a transaction. */
@Injectable()
@Handles(CheckAddressesJob)
export class CheckAddressesHandler implements JobHandler<CheckAddresses>, OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly checks: AddressCheckRepository,
    private readonly routes: MailRoutes,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'app.mail_domains',
      keptMs: DOMAINS_KEPT_MS,
      forget: (before, atMost) => this.checks.forget(before, atMost),
    });
  }

  async handle(_: CheckAddresses, { signal }: JobRun): Promise<void> {
    const until = Date.now() + TURN_MS;
    for (let judged = 0; judged < JUDGED_A_RUN && !signal.aborted; judged += JUDGED_AT_ONCE)
      if ((await this.judge()) < JUDGED_AT_ONCE) break;
    while (!signal.aborted && Date.now() < until) {
      const claimed = await this.checks.claim(ASKED_AT_ONCE);
      if (claimed.length === 0) return;
      await this.check(claimed);
    }
  }

  private judge(): Promise<number> {
    return this.database.transaction(async () => {
      const unjudged = await this.checks.unjudged(JUDGED_AT_ONCE);
      if (unjudged.length > 0)
        await this.checks.judge(unjudged.map(({ id, email }) => ({ id, ...findingsOf(email) })));
      return unjudged.length;
    });
  }

  private async check(claimed: readonly DomainCheck[]): Promise<void> {
    const known = new Map<string, MailRoute>();
    for (const { domain, route } of claimed) if (route !== null) known.set(domain, route);
    const strangers = [...new Set(claimed.map(({ domain }) => domain))].filter(
      (domain) => !known.has(domain),
    );
    const answers = await sideBySide(strangers, SIDE_BY_SIDE, (domain) => this.routes.of(domain));
    const asked = new Map(strangers.map((domain, at) => [domain, answers[at] ?? 'unknown']));
    await this.database.transaction(async () => {
      await this.checks.remember(asked);
      await this.checks.settle(claimed, new Map([...known, ...asked]));
    });
  }
}
