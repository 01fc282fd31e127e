import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '#platform/threads/thread-pool';
import { DocumentUnreadable } from './document-text.js';
import { readDocument, type ReadText, type UnreadDocument } from './read-document.js';

/** A document that was read, or why nobody can read it. */
export type Reading = { readonly read: ReadText } | { readonly unreadable: string };

parentPort?.on('message', (document: UnreadDocument) => {
  void readDocument(document)
    .then(
      (read): ThreadAnswer<Reading> => ({ result: { read } }),
      (error: unknown): ThreadAnswer<Reading> =>
        error instanceof DocumentUnreadable
          ? { result: { unreadable: error.message } }
          : { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) },
    )
    .then((answer) => parentPort?.postMessage(answer));
});
