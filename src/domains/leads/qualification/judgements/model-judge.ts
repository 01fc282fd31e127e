import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Ai } from '#platform/ai/ai';
import type { AiPart } from '#platform/ai/ai-request';
import type { Criterion } from '../rubrics/rubric.js';
import type { CriterionFinding } from './judgement.js';
import { ModelVerdicts, QUALIFY_LEAD } from './qualify.prompt.js';
import { checkedVerdicts, type ShownSource, undecided } from './quotes.js';

/** What a model found of the criteria that rules had left open. */
export interface ModelFindings {
  readonly findings: readonly CriterionFinding[];
  readonly ai: boolean;
  /** The code of what kept a model from answering. */
  readonly problem: string | null;
  readonly costMicros: number;
}

const NOBODY_ASKED = { ai: false, problem: null, costMicros: 0 };
const TOKENS = 3_000;

/** Lets a model read what people wrote, and believes nothing of it that it cannot quote. */
@Injectable()
export class ModelJudge {
  constructor(private readonly ai: Ai) {}

  /** Without a model, a question or a text everything stays unknown; so it does when the model fails, which is told. */
  async judge(
    ownerId: string,
    criteria: readonly Criterion[],
    sources: readonly ShownSource[],
    signal: AbortSignal,
  ): Promise<ModelFindings> {
    const asked = criteria.filter(({ question }) => question !== undefined);
    const nothing = { ...NOBODY_ASKED, findings: criteria.map(undecided) };
    if (asked.length === 0 || sources.length === 0) return nothing;
    try {
      const { value, ai, costMicros } = await this.ai.answer(
        {
          userId: ownerId,
          feature: 'leads.qualify',
          instructions: QUALIFY_LEAD.instructions(),
          promptVersion: QUALIFY_LEAD.promptVersion,
          messages: [{ role: 'user', parts: partsOf(asked, sources) }],
          offline: () => ({ verdicts: [] }),
          temperature: 0,
          maxTokens: TOKENS,
          signal,
        },
        { name: 'lead_verdicts', type: ModelVerdicts },
      );
      const findings = checkedVerdicts(criteria, value, sources);
      return { findings, ai, problem: null, costMicros: costMicros ?? 0 };
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error;
      return { ...nothing, problem: error.code };
    }
  }
}

/** The owner's questions are material as well: they say what to look for, and nothing of how to work. */
function partsOf(criteria: readonly Criterion[], sources: readonly ShownSource[]): AiPart[] {
  const questions = criteria.map(({ key, question }) => ({ key, question }));
  return [
    { kind: 'untrusted', source: 'criteria', text: JSON.stringify(questions, null, 1) },
    ...sources.map(({ name, text }): AiPart => ({ kind: 'untrusted', source: name, text })),
  ];
}
