import { parentPort } from 'node:worker_threads';
import type { DocumentFormat } from './document-format.js';
import { renderPdf } from './pdf.renderer.js';
import type { ProposalDocument } from './proposal-document.js';
import { renderWord } from './word.renderer.js';

/** What the thread is asked for. */
export interface PrintOrder {
  readonly document: ProposalDocument;
  readonly format: DocumentFormat;
}

/** The file, or why there is none. */
export type Printed = { readonly bytes: Uint8Array } | { readonly problem: string };

const RENDERERS = { pdf: renderPdf, word: renderWord };

// Setting a page keeps a processor busy: in a thread of its own it keeps nobody else waiting, and can be stopped.
parentPort?.on('message', ({ document, format }: PrintOrder) => {
  void Promise.resolve()
    .then(() => RENDERERS[format](document))
    .then((bytes): Printed => ({ bytes }))
    .catch((error: unknown): Printed => ({
      problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }))
    .then((printed) => parentPort?.postMessage(printed));
});
