import { answerTasks } from '#platform/threads/thread-script';
import { DocumentUnreadable } from './document-text.js';
import { readDocument, type ReadText, type UnreadDocument } from './read-document.js';

/** A document that was read, or why nobody can read it. */
export type Reading = { readonly read: ReadText } | { readonly unreadable: string };

answerTasks(async (document: UnreadDocument): Promise<Reading> => {
  try {
    return { read: await readDocument(document) };
  } catch (error) {
    if (error instanceof DocumentUnreadable) return { unreadable: error.message };
    throw error;
  }
});
