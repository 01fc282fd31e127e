import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AppError } from '#kernel/errors';
import { Ai } from '#platform/ai/ai';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { DocumentRepository } from '../documents/document.repository.js';
import { type SummariseDocument, SummariseDocumentJob } from '../knowledge.jobs.js';
import { isTheEnd } from '../model-failures.js';
import { LONGEST_SUMMARY, summaryByRule } from './summary-by-rule.js';
import { SUMMARISE_DOCUMENT } from './summary.prompt.js';
import { type Summary, SummaryRepository } from './summary.repository.js';

/** About 6,000 tokens. */
const SHOWN = 24_000;
const TOKENS = 400;
const SHAPE = { name: 'summary', type: z.object({ summary: z.string().min(1).max(2_000) }) };

/** Says in short what a document says, once it has been read. */
@Injectable()
@Handles(SummariseDocumentJob)
export class SummariseDocumentHandler implements JobHandler<SummariseDocument> {
  constructor(
    private readonly documents: DocumentRepository,
    private readonly summaries: SummaryRepository,
    private readonly ai: Ai,
  ) {}

  /** A document that has been changed or deleted meanwhile is left to whoever did that. */
  async handle({ ownerId, documentId, revision }: SummariseDocument, run: JobRun): Promise<void> {
    const source = await this.documents.source(ownerId, documentId);
    const document = source?.revision === revision ? await this.documents.text(ownerId, documentId) : null;
    if (!document) return;
    const state = { id: documentId, revision };
    try {
      await this.summaries.keep(ownerId, state, await this.summaryOf(ownerId, document, run.signal));
    } catch (error) {
      if (run.signal.aborted || !(error instanceof AppError) || !isTheEnd(error, run.attempt)) throw error;
      await this.summaries.fail(ownerId, state, error.message);
    }
  }

  /** A text that is shorter than its summary may be needs no model; rules stand in where none is configured, and only there. */
  private async summaryOf(
    userId: string,
    { title, content }: { title: string; content: string },
    signal: AbortSignal,
  ): Promise<Summary> {
    const byRule = () => summaryByRule(content);
    if (content.length <= LONGEST_SUMMARY) return { text: byRule(), ai: false };
    const { value, ai } = await this.ai.answer(
      {
        userId,
        feature: 'knowledge.summary',
        promptVersion: SUMMARISE_DOCUMENT.promptVersion,
        instructions: SUMMARISE_DOCUMENT.instructions(),
        messages: [
          {
            role: 'user',
            parts: [{ kind: 'untrusted', source: title, text: content.slice(0, SHOWN).toWellFormed() }],
          },
        ],
        maxTokens: TOKENS,
        temperature: 0.3,
        signal,
        offline: () => ({ summary: byRule() }),
      },
      SHAPE,
    );
    return { text: value.summary, ai };
  }
}
