import { defineError } from '#kernel/errors';

export const TemplateInvalid = defineError(
  'email/template-invalid',
  'invalid',
  (part: string, reason: string) => {
    return `The ${part} cannot be used as a template: ${reason}`;
  },
);
export const TemplateNotFound = defineError('email/template-not-found', 'not-found', (id: string) => {
  return `E-mail template ${id} does not exist.`;
});
export const TemplateVersionNotFound = defineError(
  'email/template-version-not-found',
  'not-found',
  (id: string, version: string) => {
    return `E-mail template ${id} has no version ${version}.`;
  },
);
export const TemplateBuiltIn = defineError('email/template-built-in', 'conflict', (id: string) => {
  return `The template ${id} comes with the product and cannot be changed; copy it and change the copy.`;
});
export const FieldsUnknown = defineError('email/fields-unknown', 'invalid', (fields: readonly string[]) => {
  return `The template names fields that nobody has: ${fields.join(', ')}.`;
});
export const FieldsMissing = defineError('email/fields-missing', 'invalid', (fields: readonly string[]) => {
  return `The recipient lacks fields that the mail needs: ${fields.join(', ')}.`;
});
export const DefaultsUnfit = defineError('email/defaults-unfit', 'invalid', (field: string) => {
  return `defaults.${field} must be a field and a text of at most 200 characters without quotes, braces, backslashes and percent signs.`;
});
export const TemplateWithoutBody = defineError('email/template-without-body', 'invalid', () => {
  return 'A template needs html_content or mjml_content.';
});
export const MjmlInvalid = defineError('email/mjml-invalid', 'invalid', (reason: string) => {
  return `The MJML cannot be compiled: ${reason}`;
});
export const BlockNotFound = defineError('email/block-not-found', 'not-found', (name: string) => {
  return `There is no block ${name.slice(0, 64)}.`;
});
export const BlockNameUnfit = defineError('email/block-name-unfit', 'invalid', (name: string) => {
  return `"${name.slice(0, 64)}" cannot name a block: small letters, digits, - and _ can, 64 at most.`;
});
export const TooManyBlocks = defineError('email/too-many-blocks', 'conflict', (most: number) => {
  return `An owner can have ${most} blocks at most.`;
});
export const MailingAlreadyOpened = defineError('email/already-opened', 'conflict', (campaignId: string) => {
  return `Campaign ${campaignId} already has its mailing.`;
});
export const MailingNotFound = defineError('email/campaign-not-found', 'not-found', (campaignId: string) => {
  return `Campaign ${campaignId} has no mailing.`;
});
export const MailingNotOpen = defineError(
  'email/campaign-not-open',
  'conflict',
  (what: string, state: string) => {
    return `This mailing is ${state} and cannot be ${what}.`;
  },
);
export const MailSettingsInvalid = defineError('email/settings-invalid', 'invalid', (reason: string) => {
  return `The settings of the mailing cannot be used: ${reason}`;
});
export const SenderInvalid = defineError('email/sender-invalid', 'invalid', (field: string) => {
  return `${field} is not a mail address that can be used.`;
});
export const MessageNotFound = defineError('email/message-not-found', 'not-found', (id: string) => {
  return `Message ${id} does not exist.`;
});
export const MessageNotUnknown = defineError('email/message-not-unknown', 'conflict', (state: string) => {
  return `Only a message whose outcome is unknown can be sent again; this one is ${state}.`;
});
export const MessageNotWaiting = defineError('email/message-not-waiting', 'conflict', (state: string) => {
  return `Only a single mail that is still waiting can be taken back; this one is ${state}.`;
});
export const LinkElsewhere = defineError('email/link-elsewhere', 'not-found', () => {
  return 'By this name only links and pictures of mails are reached.';
});
export const MailNotConfigured = defineError('email/not-configured', 'unavailable', () => {
  return 'No mail can be sent: set SMTP_URL, or add a transport of your own.';
});
export const MailWithoutWords = defineError('email/without-words', 'invalid', () => {
  return 'A mail needs a body or a template_id.';
});
export const AudienceUnreadable = defineError(
  'email/audience-unreadable',
  'invalid',
  (part: string, wanted: string) => {
    return `${part} must be ${wanted}.`;
  },
);
export const ConsentMissing = defineError('email/no-consent', 'conflict', (address: string) => {
  return `${address} has withdrawn consent and is not written to any more.`;
});
export const RecipientDeleted = defineError('email/lead-deleted', 'conflict', (address: string) => {
  return `The lead with ${address} was deleted and is not written to any more.`;
});
export const RecipientSuppressed = defineError(
  'email/suppressed',
  'conflict',
  (address: string, reason: string) => {
    return `${address} is on the suppression list (${reason}) and is not written to.`;
  },
);
export const SuppressionFileTooLarge = defineError(
  'email/suppression-file-too-large',
  'too-large',
  (lines: number, mebibytes: number) => {
    return `A file of addresses holds at most ${lines} lines and ${mebibytes} MiB.`;
  },
);
export const SuppressionFileMissing = defineError('email/suppression-file-missing', 'malformed', () => {
  return 'The body must be a CSV file: one address a line, with a reason behind it if it is not manual.';
});
export const SuppressionNotFound = defineError(
  'email/suppression-not-found',
  'not-found',
  (address: string) => {
    return `${address} is not on the suppression list.`;
  },
);
