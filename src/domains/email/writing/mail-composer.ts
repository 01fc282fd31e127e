import { Injectable } from '@nestjs/common';
import { MailFiles } from '../files/file.service.js';
import { EmailTemplateService } from '../templates/email-template.service.js';
import type { LocalisedWords } from './localised-mail.js';
import { MailBlocks } from './mail-blocks.js';
import { composed, type MailWords } from './mail-words.js';

/** What is to be sent: words of one's own, those of a template, or a template with some of its words replaced. */
export interface MailWish {
  /** Stands as the subject where nothing else does. */
  readonly name: string;
  readonly subject?: string | undefined;
  readonly preheader?: string | undefined;
  readonly html?: string | undefined;
  readonly text?: string | undefined;
  readonly templateId?: string | undefined;
  /** The revision of the template; the one that is live where it is left out. */
  readonly templateVersion?: number | undefined;
  /** Ids of files; those of the template where they are left out. */
  readonly attachments?: readonly string[] | undefined;
}

/** A mail in all its languages, whole: nothing that is edited later changes it. */
export interface ComposedMail extends LocalisedWords {
  readonly templateId: string | null;
  readonly templateVersion: number | null;
  readonly attachments: readonly string[];
}

/** Makes whole mails of templates, blocks, defaults and words of one's own. */
@Injectable()
export class MailComposer {
  constructor(
    private readonly templates: EmailTemplateService,
    private readonly blocks: MailBlocks,
    private readonly files: MailFiles,
  ) {}

  /** Throws `email/template-not-found`, `email/template-version-not-found`, `email/file-missing` or `email/template-invalid`. */
  async compose(ownerId: string, wish: MailWish): Promise<ComposedMail> {
    const template =
      wish.templateId === undefined
        ? undefined
        : await this.templates.revision(ownerId, wish.templateId, wish.templateVersion);
    const attachments = wish.attachments ?? template?.attachments ?? [];
    await this.files.check(ownerId, attachments);
    const isOwn = wish.html !== undefined;
    const ofTemplate = isOwn ? undefined : template;
    const words: MailWords = {
      subject: wish.subject ?? template?.subject ?? wish.name,
      preheader: wish.preheader ?? ofTemplate?.preheader,
      html: wish.html ?? template?.html ?? '',
      text: wish.text ?? ofTemplate?.text,
    };
    const translations = Object.entries(ofTemplate?.translations ?? {}).map(
      ([language, translated]) =>
        [language, { ...translated, ...(wish.subject !== undefined && { subject: wish.subject }) }] as const,
    );
    const everything = [words, ...translations.map(([, translated]) => translated)];
    const aids = {
      blocks: await this.blocks.in(ownerId, everything),
      defaults: template?.defaults ?? {},
    };
    return {
      ...composed(words, aids),
      translations: Object.fromEntries(
        translations.map(([language, translated]) => [language, composed(translated, aids)]),
      ),
      templateId: wish.templateId ?? null,
      templateVersion: template?.version ?? null,
      attachments,
    };
  }
}
