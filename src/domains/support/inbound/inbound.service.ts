import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { Settings } from '#platform/config/settings';
import { InboundNotConfigured, InboundUnsigned } from '../support.errors.js';
import { AttachmentFiles } from './attachment-files.js';
import { InboundMails } from './inbound-mails.js';
import { type InboundSignature, isSigned, isTimely } from './inbound-signature.js';
import { InboundRepository, type TakenMail } from './inbound.repository.js';
import { MailReader } from './mail-reader.js';
import type { InboundMail } from './parsed-mail.js';

/** Somebody else has taken the same mail meanwhile. */
class TakenMeanwhile extends Error {}

/** Takes mail that a mail server hands in: each once, and only when it is signed. */
@Injectable()
export class InboundService {
  constructor(
    private readonly database: Database,
    private readonly settings: Settings,
    private readonly inbound: InboundRepository,
    private readonly reader: MailReader,
    private readonly files: AttachmentFiles,
    private readonly mails: InboundMails,
  ) {}

  /** Looks at the headers alone, so that the mail of whoever has not signed it is not even read. */
  admit(signature: InboundSignature): void {
    if (this.settings.SUPPORT_INBOUND_SECRET === undefined) throw new InboundNotConfigured();
    if (!isTimely(signature, Date.now())) throw new InboundUnsigned();
  }

  async take(signature: InboundSignature, bytes: Buffer): Promise<TakenMail> {
    const { SUPPORT_INBOUND_SECRET: secret } = this.settings;
    if (secret === undefined) throw new InboundNotConfigured();
    if (!isSigned(secret, signature, bytes)) throw new InboundUnsigned();
    const digest = createHash('sha256').update(bytes).digest();
    const before = await this.inbound.find(digest);
    if (before) return before;
    const mail = await this.reader.read(bytes);
    if (mail === undefined) return this.passedOver(digest, 'unreadable');
    if (mail === 'too-heavy') return this.passedOver(digest, 'too-heavy');
    return this.mails.isOurs(mail) ? this.passedOver(digest, 'own') : this.filed(digest, mail);
  }

  /** For good: the same bytes are never anything else, so nobody is to hand them in again. */
  private passedOver(digest: Buffer, reason: 'unreadable' | 'too-heavy' | 'own'): Promise<TakenMail> {
    return this.kept(digest, { outcome: 'ignored', reason, ticket_id: null });
  }

  private async filed(digest: Buffer, mail: InboundMail): Promise<TakenMail> {
    const done = await this.files
      .keptFor(mail.files, (attachments) =>
        this.database.transaction(async () => {
          const taken = await this.mails.file(mail, attachments);
          if (!(await this.inbound.keep(digest, taken))) throw new TakenMeanwhile();
          if (taken.outcome === 'ignored' && attachments.length > 0) throw new NothingToKeep(taken);
          return taken;
        }),
      )
      .catch((error: unknown) => {
        if (error instanceof TakenMeanwhile) return undefined;
        if (error instanceof NothingToKeep) return this.kept(digest, error.taken);
        throw error;
      });
    return done ?? ((await this.inbound.find(digest)) as TakenMail);
  }

  private async kept(digest: Buffer, taken: TakenMail): Promise<TakenMail> {
    await this.inbound.keep(digest, taken);
    return taken;
  }
}

/** The mail is ignored, and with it its files. */
class NothingToKeep extends Error {
  constructor(readonly taken: TakenMail) {
    super('The mail is ignored.');
  }
}
