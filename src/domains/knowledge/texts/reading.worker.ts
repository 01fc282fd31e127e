import { parentPort, workerData } from 'node:worker_threads';
import { DocumentUnreadable } from './document-text.js';
import { readDocument, type ReadText, type UnreadDocument } from './read-document.js';

/** What the thread says when it is done; an error of any other kind ends it. */
export type Reading = { readonly read: ReadText } | { readonly unreadable: string };

const answer = await readDocument(workerData as UnreadDocument).then(
  (read): Reading => ({ read }),
  (error: unknown): Reading => {
    if (error instanceof DocumentUnreadable) return { unreadable: error.message };
    throw error;
  },
);
parentPort?.postMessage(answer);
