import { Injectable, type OnModuleInit } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { normaliseMailAddress } from '#kernel/address';
import { Settings } from '#platform/config/settings';
import { Retention } from '#platform/retention/retention';
import { Gates } from '../delivery/gates.js';
import type { MailingPlan } from '../experiments/mailing-drafts.service.js';
import type { TestMailOutcome } from './inquiry.dto.js';
import { TestMailsSpent } from './inquiry.errors.js';
import type { PreviewedMail } from './mail-preview.service.js';
import { TestMailRepository } from './test-mail.repository.js';
import { testMail, TestOutlet } from './test-outlet.js';

const KEPT_MS = 31 * 86_400_000;
const MIDNIGHT_SECONDS = 86_400;

/** The mail of a plan, as it would be for one reader. */
export interface TestedMail {
  readonly plan: MailingPlan;
  readonly mail: PreviewedMail;
}

/** Sends a mail to named addresses to be looked at: marked as a test, counted against a budget, and in no figures. */
@Injectable()
export class TestMails implements OnModuleInit {
  constructor(
    private readonly budget: TestMailRepository,
    private readonly gates: Gates,
    private readonly outlet: TestOutlet,
    private readonly settings: Settings,
    private readonly retention: Retention,
  ) {}

  onModuleInit(): void {
    this.retention.add({
      what: 'email_test_days',
      keptMs: KEPT_MS,
      forget: (before, atMost) => this.budget.forget(before, atMost),
    });
  }

  /** One mail to each; an address that must not be written to gets none. Throws `email/test-mails-spent`. */
  async send(ownerId: string, tested: TestedMail, emails: readonly string[]): Promise<TestMailOutcome[]> {
    const perDay = this.settings.MAIL_TESTS_PER_DAY;
    if (!(await this.budget.spend(ownerId, emails.length, perDay)))
      throw new TestMailsSpent(Math.max(0, perDay - (await this.budget.spent(ownerId))), perDay).after(
        MIDNIGHT_SECONDS - ((Date.now() / 1000) % MIDNIGHT_SECONDS),
      );
    return Promise.all(emails.map((email) => this.sendOne(ownerId, tested, email)));
  }

  private async sendOne(
    ownerId: string,
    { plan, mail }: TestedMail,
    email: string,
  ): Promise<TestMailOutcome> {
    const id = newId();
    try {
      await this.gates.admit({ id, ownerId, leadId: null, emailNorm: normaliseMailAddress(email) }, email);
      return {
        email,
        sent: true,
        response: await this.outlet.deliver(ownerId, plan, testMail(id, email, mail), mail.fileIds),
      };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { email, sent: false, response: error.message };
    }
  }
}
