import { defineError } from '#kernel/errors';

export const BucketNotFound = defineError(
  'knowledge/bucket-not-found',
  'not-found',
  () => 'Bucket not found',
);
export const BucketNameTaken = defineError('knowledge/bucket-name-taken', 'conflict', (name: string) => {
  return `You already have a bucket named "${name}".`;
});
export const BucketCampaignUnfit = defineError('knowledge/bucket-campaign-unfit', 'invalid', () => {
  return 'A bucket of type campaign names one of your campaigns, and one of type general names none.';
});
export const DocumentNotFound = defineError(
  'knowledge/document-not-found',
  'not-found',
  () => 'Document not found',
);
export const DocumentHasFile = defineError('knowledge/document-has-file', 'conflict', () => {
  return 'The text of this document comes from its file: upload the new file as another document.';
});
export const DocumentHasNoFile = defineError('knowledge/document-has-no-file', 'not-found', () => {
  return 'This document was written here; there is no file of it.';
});
export const KnowledgeFileEmpty = defineError(
  'knowledge/file-empty',
  'malformed',
  () => 'The file is empty.',
);
export const KnowledgeFileTooLarge = defineError('knowledge/file-too-large', 'too-large', () => {
  return 'The file is larger than 20 MiB.';
});
export const KnowledgeFileUnsupported = defineError('knowledge/file-unsupported', 'unsupported', () => {
  return 'This is none of the files that can be read: plain text, Markdown, HTML, PDF or Word (.docx).';
});
export const KnowledgeFileProtected = defineError('knowledge/file-protected', 'unsupported', () => {
  return 'This is an old Office file, or one with a password: save it as .docx without a password.';
});
export const KnowledgeUploadBroken = defineError('knowledge/upload-broken', 'malformed', () => {
  return 'The upload ended before the file was complete.';
});
