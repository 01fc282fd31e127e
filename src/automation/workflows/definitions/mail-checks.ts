import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { StandingMailings } from '#domains/email/standing/standing-mailings.service';
import { mailingOf } from '../nodes/mailing.js';
import type { Definition } from './definition.js';
import type { VersionRef } from './version.repository.js';

/** Mails of a version are opened when it is published: what cannot be sent is refused there and not in the middle of the way. */
@Injectable()
export class MailChecks {
  constructor(private readonly mailings: StandingMailings) {}

  async open(ownerId: string, ref: VersionRef, { steps }: Definition): Promise<void> {
    for (const [at, step] of steps.entries())
      if (step.type === 'send_mail')
        await this.mailings.open(ownerId, mailingOf(ref, step)).catch((error: unknown) => {
          throw placed(`steps.${at}.config`, error);
        });
  }
}

/** What is wrong with a mail, at its place in the definition. */
function placed(path: string, error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const issues = error.issues ?? [{ path: '', message: error.message }];
  return error.withIssues(
    issues.map((issue) => ({
      path: issue.path === '' ? path : `${path}.${issue.path}`,
      message: issue.message,
    })),
  );
}
