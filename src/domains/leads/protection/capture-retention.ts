import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import { ConfirmationRepository } from '../confirmations/confirmation.repository.js';
import { FormMailRepository } from '../form-mails/form-mail.repository.js';
import { OnceRepository } from './once.repository.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Whoever follows a link that is over is told so for as long; then it leads nowhere. */
const OVER_FOR_DAYS = 7;

/** How long it is remembered what was taken once, who was asked to confirm and who was told, beyond what each is good for. */
@Injectable()
export class CaptureRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly once: OnceRepository,
    private readonly confirmations: ConfirmationRepository,
    private readonly mails: FormMailRepository,
  ) {}

  onModuleInit(): void {
    this.retention.add(
      {
        what: 'app.form_once',
        keptMs: MINUTE_MS,
        forget: (before, atMost) => this.once.forget(before, atMost),
      },
      {
        what: 'form_confirmations',
        keptMs: OVER_FOR_DAYS * DAY_MS,
        forget: (before, atMost) => this.confirmations.forget(before, atMost),
      },
      {
        what: 'app.form_asks',
        keptMs: DAY_MS,
        forget: (before, atMost) => this.confirmations.forgetAsks(before, atMost),
      },
      {
        what: 'app.form_notices',
        keptMs: DAY_MS,
        forget: (before, atMost) => this.mails.forgetNotices(before, atMost),
      },
    );
  }
}
