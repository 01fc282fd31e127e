import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { Breaker } from '../breaker/breaker.service.js';
import { type DeliverMail, DeliverMailJob } from '../email.jobs.js';
import { ClaimRepository } from './claim.repository.js';
import { DeliveryRun } from './delivery-run.js';
import { Gates } from './gates.js';
import { Postman } from './postman.js';
import { Upkeep } from './upkeep.js';

const LONGEST_RUN_MS = 120_000;
/** How often a long run looks after what lost workers left and after mailings that are over. */
const KEEP_UP_EVERY_MS = 2_000;

/** Hands over whatever is due. A long run ends by itself so that its job stays short; the clock asks for the next. */
@Handles(DeliverMailJob)
@Injectable()
export class DeliverMailHandler implements JobHandler<DeliverMail> {
  constructor(
    private readonly claims: ClaimRepository,
    private readonly gates: Gates,
    private readonly postman: Postman,
    private readonly upkeep: Upkeep,
    private readonly breaker: Breaker,
    private readonly settings: Settings,
  ) {}

  /** As long as mail is handed over, its mailings are watched. */
  async handle(_: DeliverMail, { signal }: JobRun): Promise<void> {
    const over = new AbortController();
    const watched = this.breaker.watch(over.signal);
    try {
      await this.deliver(AbortSignal.any([signal, AbortSignal.timeout(LONGEST_RUN_MS)]));
    } finally {
      over.abort();
      await watched;
      await this.breaker.look();
    }
  }

  private async deliver(stop: AbortSignal): Promise<void> {
    await this.upkeep.tidy(stop);
    let keptUpAt = Date.now();
    const keepUp = async () => {
      if (Date.now() - keptUpAt < KEEP_UP_EVERY_MS) return;
      keptUpAt = Date.now();
      await this.upkeep.tidy(stop);
      await this.upkeep.finish();
    };
    await new DeliveryRun(
      {
        claim: async (limit) => {
          await keepUp();
          const claimed = await this.claims.claim(limit);
          return claimed.length > 0 ? this.gates.pass(claimed) : undefined;
        },
        deliver: (message, giveUp) => this.postman.deliver(message, giveUp),
        release: (message) => this.postman.giveBack(message),
        written: () => this.postman.written(),
        leaseSeconds: this.settings.MAIL_LEASE_SECONDS,
        perSecond: this.settings.MAIL_RATE_PER_SECOND,
      },
      stop,
    ).run();
    await this.upkeep.finish();
  }
}
