import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { storedMailSettings } from '../mail-settings.js';
import { type BreakerLimits, isSuspicious, type Trip, tripOf } from './breaker-limits.js';
import { MailingTrippedJob, TellOwnerJob } from './breaker.jobs.js';
import { BreakerRepository, type KeptTrip, type TroubledMailing } from './breaker.repository.js';
import type { BreakerState } from './breaker.dto.js';
import { reasonOf, rounded } from './trip-words.js';

const LOOKS_EVERY_MS = 1_000;

/** Pauses mailings whose mail goes wrong too often, while they are being sent. */
@Injectable()
export class Breaker {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly database: Database,
    private readonly breakers: BreakerRepository,
    private readonly jobs: Jobs,
  ) {}

  /** Looks every second until `over` aborts. A look that fails is told and followed by the next. */
  async watch(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await this.look().catch((error: unknown) => {
        this.logger.warn(`Mailings could not be looked at: ${String(error)}`);
      });
      await sleep(LOOKS_EVERY_MS, undefined, { signal: over, ref: false }).catch(() => undefined);
    }
  }

  /** Pauses every mailing under way that has passed a limit. */
  async look(): Promise<void> {
    await this.database.asService('email.claim', async () => {
      const suspects = (await this.breakers.troubled()).flatMap((mailing) => {
        const limits = storedMailSettings(mailing.settings)?.breaker;
        return limits && isSuspicious(mailing, limits) ? [{ mailing, limits }] : [];
      });
      if (suspects.length === 0) return;
      const figures = await this.breakers.figuresOf(suspects.map(({ mailing }) => mailing.campaignId));
      for (const { mailing, limits } of suspects) {
        const trip = tripOf(figures.get(mailing.campaignId) ?? { ...mailing, mails: 0 }, limits);
        if (trip) await this.trip(mailing, trip);
      }
    });
  }

  /** What is allowed, what has happened, and each time that it was too much. */
  async state(ownerId: string, campaignId: string, limits: BreakerLimits | undefined): Promise<BreakerState> {
    const figures = await this.breakers.figures(ownerId, campaignId);
    const trips = await this.breakers.trips(ownerId, campaignId);
    return {
      state: limits === undefined ? 'off' : trips.some(isOpen) ? 'tripped' : 'watching',
      limits: {
        hard_bounce_percent: limits?.hardBouncePercent ?? null,
        complaint_percent: limits?.complaintPercent ?? null,
        failure_percent: limits?.failurePercent ?? null,
        minimum_sample: limits?.minimumSample ?? null,
      },
      figures: {
        mails: figures.mails,
        hard_bounced: figures.hardBounced,
        complained: figures.complained,
        failed: figures.failed,
      },
      trips: trips.map(toldTrip),
    };
  }

  /** The pause of a campaign's mailing that nobody has gone on from yet. */
  async openTrip(ownerId: string, campaignId: string): Promise<KeptTrip | undefined> {
    return (await this.breakers.trips(ownerId, campaignId)).find(isOpen);
  }

  private async trip(mailing: TroubledMailing, trip: Trip): Promise<void> {
    const { ownerId, campaignId } = mailing;
    await this.database.transaction(async () => {
      if (!(await this.breakers.trip(mailing, trip))) return;
      await this.jobs.send(MailingTrippedJob, { ownerId, campaignId });
      await this.jobs.send(TellOwnerJob, { ownerId, campaignId });
      this.logger.warn(
        { mailing: mailing.id, ...trip },
        'A mailing was paused: too much of its mail goes wrong',
      );
    });
  }
}

function isOpen({ acknowledged_at: at }: KeptTrip): boolean {
  return at === null;
}

function toldTrip(trip: KeptTrip): BreakerState['trips'][number] {
  return { ...trip, percent: rounded(trip.percent), reason: reasonOf(trip), tripped_by: 'circuit_breaker' };
}
