import { defineError } from '#kernel/errors';

export const ConfirmationWrong = defineError('privacy/confirmation-wrong', 'invalid', () => {
  return 'The confirmation must be the address of your account, or DELETE.';
});
export const DeletionPending = defineError('privacy/deletion-pending', 'conflict', () => {
  return 'This account is to be deleted already.';
});
export const NoDeletionPending = defineError('privacy/no-deletion-pending', 'not-found', () => {
  return 'This account is not to be deleted.';
});
export const ReceiptNotFound = defineError('privacy/receipt-not-found', 'not-found', () => {
  return 'There is no such receipt.';
});
export const ExportNotFound = defineError('privacy/export-not-found', 'not-found', () => {
  return 'There is no such export.';
});
export const RequestTaken = defineError('privacy/request-taken', 'conflict', () => {
  return 'Another request goes by this requestId.';
});
export const TooManyExports = defineError('privacy/too-many-exports', 'conflict', () => {
  return 'Two of your exports are waiting or being written. Please wait for one of them.';
});
export const ExportTooLarge = defineError('privacy/export-too-large', 'conflict', (rows: number) => {
  return `You have more than ${rows} records: please ask for a file with POST /api/privacy/export.`;
});
export const ExportLinkUnknown = defineError('privacy/export-link-unknown', 'not-found', () => {
  return 'There is no file behind this link.';
});
export const ExportLinkExpired = defineError('privacy/export-link-expired', 'gone', () => {
  return 'The link has expired. Whoever asked for the export can get a new one.';
});
export const RetentionKindUnknown = defineError(
  'privacy/retention-kind-unknown',
  'invalid',
  (kind: string) => {
    return `There is no kind of records called ${kind}.`;
  },
);
export const RetentionTooLong = defineError(
  'privacy/retention-too-long',
  'invalid',
  (kind: string, days: number) => `Records of ${kind} are kept for at most ${days} days here.`,
);
export const PersonUnnamed = defineError('privacy/person-unnamed', 'invalid', () => {
  return 'Name the person by email, lead_id or phone; a phone needs the code of its country, as in +49 30 1234567.';
});
export const PersonNotFound = defineError('privacy/person-not-found', 'not-found', () => {
  return 'You have no such lead.';
});
export const ErasureNotFound = defineError('privacy/erasure-not-found', 'not-found', () => {
  return 'There is no such erasure.';
});
