import { defineError } from '#kernel/errors';

export const FileNotFound = defineError('email/file-not-found', 'not-found', () => 'There is no such file.');
export const FileMissing = defineError('email/file-missing', 'invalid', (id: string) => {
  return `A file to be attached does not exist: ${id}.`;
});
export const FileEmpty = defineError('email/file-empty', 'malformed', () => 'No file was sent.');
export const FileNameUnfit = defineError('email/file-name-unfit', 'malformed', () => {
  return 'The file needs a name with an ending, such as price-list.pdf: give it in the form, or as ?name=.';
});
export const FileTypeRefused = defineError(
  'email/file-type-refused',
  'invalid',
  (endings: readonly string[]) => {
    return `Such a file cannot be attached, or it is not what its name says. Taken are ${endings.join(', ')}.`;
  },
);
export const FileTooLarge = defineError('email/file-too-large', 'too-large', (mebibytes: number) => {
  return `A file may have at most ${mebibytes} MiB.`;
});
export const AttachmentsTooLarge = defineError(
  'email/attachments-too-large',
  'invalid',
  (mebibytes: number) => {
    return `The files of a mail may have at most ${mebibytes} MiB together.`;
  },
);
export const TooManyFiles = defineError('email/too-many-files', 'conflict', (most: number) => {
  return `At most ${most} files can be kept: delete one first.`;
});
export const FileInUse = defineError('email/file-in-use', 'conflict', () => {
  return 'The file goes with a template, or with mail that has not been sent yet.';
});
