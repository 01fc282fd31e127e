import { answerTasks } from '#platform/threads/thread-script';
import type { DocumentFormat } from './document-format.js';
import { renderPdf } from './pdf.renderer.js';
import type { ProposalDocument } from './proposal-document.js';
import { renderWord } from './word.renderer.js';

/** What the thread is asked for. */
export interface PrintOrder {
  readonly document: ProposalDocument;
  readonly format: DocumentFormat;
}

const RENDERERS = { pdf: renderPdf, word: renderWord };

answerTasks(({ document, format }: PrintOrder): Promise<Uint8Array> => RENDERERS[format](document));
