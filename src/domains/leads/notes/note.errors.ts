import { defineError } from '#kernel/errors';

export const NoteNotFound = defineError('leads/note-not-found', 'not-found', () => 'Note not found');
