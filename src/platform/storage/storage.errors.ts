import { defineError } from '#kernel/errors';

export const StoredFileMissing = defineError('storage/file-missing', 'not-found', () => {
  return 'The file is not in storage.';
});
export const StoredFileTooLarge = defineError('storage/file-too-large', 'too-large', () => {
  return 'The file is larger than storage takes.';
});
export const StorageFolderFailed = defineError('storage/folder-failed', 'unavailable', () => {
  return 'The folder of files in DATA_DIR cannot be read or written, or its disk is full.';
});
export const StorageUnreachable = defineError('storage/unreachable', 'unavailable', () => {
  return 'Supabase Storage at SUPABASE_URL does not answer as it should. Please try again.';
});
export const StorageKeyRefused = defineError('storage/key-refused', 'unavailable', () => {
  return 'Supabase Storage refuses our key: check SUPABASE_SERVICE_ROLE_KEY.';
});
export const StorageBucketPublic = defineError('storage/bucket-public', 'unavailable', (bucket: string) => {
  return `The bucket ${bucket} is public: make it private, or name another in STORAGE_BUCKET.`;
});
