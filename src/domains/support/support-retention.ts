import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { InboundRepository } from './inbound/inbound.repository.js';
import { SupportMailRepository } from './mail/support-mail.repository.js';
import { RemovalService } from './removal/removal.service.js';
import { RunRepository } from './rules/run.repository.js';

const DAY_MS = 86_400_000;
/** Mail servers hand a mail in again for some days. */
const INBOUND_DAYS = 30;
const RUN_DAYS = 90;

/** How long tickets are kept that are over, and how long it is remembered which mails have come in, which addresses were told, and what rules did. */
@Injectable()
export class SupportRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly inbound: InboundRepository,
    private readonly mails: SupportMailRepository,
    private readonly runs: RunRepository,
    private readonly removal: RemovalService,
    private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.retention.add(
      {
        what: 'support_tickets',
        keptMs: this.settings.SUPPORT_TICKET_RETENTION_DAYS * DAY_MS,
        forget: (before, atMost) => this.removal.removeOver(before, atMost),
      },
      {
        what: 'support_inbound',
        keptMs: INBOUND_DAYS * DAY_MS,
        forget: (before, atMost) => this.inbound.forget(before, atMost),
      },
      {
        what: 'app.support_asks',
        keptMs: 2 * DAY_MS,
        forget: (before, atMost) => this.mails.forgetAsks(before, atMost),
      },
      {
        what: 'support_rule_runs',
        keptMs: RUN_DAYS * DAY_MS,
        forget: (before, atMost) => this.runs.forget(before, atMost),
      },
    );
  }
}
