import { Injectable } from '@nestjs/common';
import { isMailAddress } from '#kernel/address';
import { escaped } from '#kernel/escaped';
import { plainTextOf } from '#platform/html/plain-text';
import { MailChannel, MailRefused, MailUnknown, parseMailbox } from '#platform/channels/mail-channel';
import { Settings } from '#platform/config/settings';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { storedMailSettings } from '../mail-settings.js';
import { type MailingTripped, TellOwnerJob } from './breaker.jobs.js';
import { BreakerRepository, type KeptTrip } from './breaker.repository.js';
import { reasonOf } from './trip-words.js';

/** Another attempt has let the mail go. */
class ToldBefore extends Error {}

/** Tells the owner that a mailing has paused itself, and why. What may have been accepted is never sent again. */
@Handles(TellOwnerJob)
@Injectable()
export class TellOwnerHandler implements JobHandler<MailingTripped> {
  constructor(
    private readonly breakers: BreakerRepository,
    private readonly channel: MailChannel,
    private readonly settings: Settings,
  ) {}

  async handle({ ownerId, campaignId }: MailingTripped, { signal }: JobRun): Promise<void> {
    const trip = (await this.breakers.trips(ownerId, campaignId))[0];
    const mailing = await this.breakers.addressee(ownerId, campaignId);
    if (!trip || trip.told_at !== null || !mailing) return;
    const to = storedMailSettings(mailing.settings)?.breaker?.notify ?? mailing.address;
    if (!isMailAddress(to)) return;
    const leave = async (): Promise<void> => {
      if (!(await this.breakers.told(ownerId, trip.id, to))) throw new ToldBefore();
    };
    try {
      await this.channel.deliver(
        {
          id: trip.id,
          from: parseMailbox(this.settings.MAIL_FROM),
          to,
          headers: {},
          ...textOf(mailing.name, trip),
        },
        leave,
        signal,
      );
    } catch (error) {
      const isOver =
        error instanceof ToldBefore ||
        error instanceof MailUnknown ||
        (error instanceof MailRefused && error.permanent);
      if (!isOver) throw error;
    }
  }
}

function textOf(name: string, trip: KeptTrip): { subject: string; html: string; text: string } {
  const body = `<p>The campaign “${escaped(name)}” was paused by itself at ${trip.tripped_at}.</p>
<p>${escaped(reasonOf(trip))}</p>
<p>Nothing more is sent until you resume it. If it is one run of a campaign that comes again, that campaign is paused too; resume
each of them by itself. Look at its recipients first: a list with many addresses that do not exist, or
readers who did not ask for mail, harms every mail that you send afterwards.</p>`;
  return {
    subject: `Paused: ${name}`.replace(/\s+/g, ' ').slice(0, 200).toWellFormed(),
    html: `<!doctype html><html lang="en"><body style="font-family:system-ui,sans-serif;line-height:1.5">${body}</body></html>`,
    text: plainTextOf(body),
  };
}
