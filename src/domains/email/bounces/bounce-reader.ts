import { Inject, Injectable, Logger } from '@nestjs/common';
import { BOUNCE_MAILBOX, type Mailbox } from '#platform/channels/mailbox';
import { ReturnPaths } from '#platform/channels/return-paths';
import { reportsIn } from '#platform/channels/reports/mail-report';
import { EventService } from '../events/event.service.js';
import { eventOf } from './bounce-events.js';
import { MailboxReadRepository } from './mailbox-read.repository.js';

const AT_ONCE = 50;

/** Reads the mailbox that bounces and complaints come back to, and settles them like events of providers. */
@Injectable()
export class BounceReader {
  private readonly logger = new Logger('Mail');

  constructor(
    @Inject(BOUNCE_MAILBOX) private readonly mailbox: Mailbox | null,
    private readonly back: ReturnPaths,
    private readonly positions: MailboxReadRepository,
    private readonly events: EventService,
  ) {}

  get isOn(): boolean {
    return this.mailbox !== null;
  }

  /**
   * The next mails; answers how many. Where they end is noted after they are settled: what is read twice is known again by what it is
   * about.
   */
  async batch(): Promise<number> {
    if (!this.mailbox) return 0;
    const { name } = this.mailbox;
    const { uidValidity, mails } = await this.mailbox.after(await this.positions.find(name), AT_ONCE);
    const last = mails.at(-1);
    if (!last) return 0;
    const namedBy = (addresses: readonly string[]) => this.back.mailNamedBy(addresses);
    const reports = (await Promise.all(mails.map(({ source }) => reportsIn(source, namedBy)))).flat();
    const events = reports.flatMap((report) => eventOf(report) ?? []);
    const settled = events.length === 0 ? 0 : await this.events.settle('mailbox', events);
    await this.positions.keep(name, { uidValidity, uid: last.uid });
    this.logger.log(
      { mailbox: name, mails: mails.length, reports: reports.length, settled },
      'Bounces were read',
    );
    return mails.length;
  }
}
