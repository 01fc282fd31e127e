import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { ClaimRepository } from './claim.repository.js';
import { Courier } from './courier.js';
import type { ClaimedDelivery } from './delivery.js';
import { type DeliverWebhooks, DeliverWebhooksJob } from './dispatch.jobs.js';
import { DispatchRun } from './dispatch-run.js';
import { FanOut } from '../fan-out/fan-out.js';
import { Ledger } from './ledger.js';
import { SettleRepository } from './settle.repository.js';

const LONGEST_RUN_MS = 120_000;

/** Tells webhooks what has happened. A long run ends by itself so that its job stays short; the clock asks for the next. */
@Handles(DeliverWebhooksJob)
@Injectable()
export class DeliverWebhooksHandler implements JobHandler<DeliverWebhooks> {
  private readonly logger = new Logger('Webhooks');

  constructor(
    private readonly fanOut: FanOut,
    private readonly claims: ClaimRepository,
    private readonly courier: Courier,
    private readonly ledger: Ledger,
    private readonly steps: SettleRepository,
    private readonly settings: Settings,
  ) {}

  async handle(_: DeliverWebhooks, { signal }: JobRun): Promise<void> {
    await this.claims.takeBack();
    const { WEBHOOK_LANES, WEBHOOK_LANES_PER_HOOK, WEBHOOK_TIMEOUT_MS } = this.settings;
    await new DispatchRun(
      {
        spread: () => this.fanOut.take(),
        claim: (quotas, others) => this.claims.claim(quotas, others),
        deliver: (delivery, giveUp) => this.deliver(delivery, giveUp),
        release: (deliveries) => this.steps.release(deliveries),
        lanes: WEBHOOK_LANES,
        lanesPerHook: WEBHOOK_LANES_PER_HOOK,
        freshMs: this.claims.leaseSeconds * 1_000 - WEBHOOK_TIMEOUT_MS,
      },
      AbortSignal.any([signal, AbortSignal.timeout(LONGEST_RUN_MS)]),
    ).run();
  }

  private async deliver(delivery: ClaimedDelivery, giveUp: AbortSignal): Promise<void> {
    try {
      await this.ledger.keep(await this.courier.carry(delivery, giveUp));
    } catch (error) {
      // Its lease runs out, and it is sent once more.
      if (!giveUp.aborted)
        this.logger.error({ err: error, delivery: delivery.id }, 'A delivery was not noted');
      else await this.steps.release([delivery]).catch(() => undefined);
    }
  }
}
