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
export const ConsentMissing = defineError('email/no-consent', 'conflict', (address: string) => {
  return `${address} has withdrawn consent and is not written to any more.`;
});
export const RecipientSuppressed = defineError(
  'email/suppressed',
  'conflict',
  (address: string, reason: string) => {
    return `${address} is on the suppression list (${reason}) and is not written to.`;
  },
);
export const SuppressionNotFound = defineError(
  'email/suppression-not-found',
  'not-found',
  (address: string) => {
    return `${address} is not on the suppression list.`;
  },
);
