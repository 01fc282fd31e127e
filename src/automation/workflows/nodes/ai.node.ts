import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { storableText } from '#kernel/storable-json';
import { Ai } from '#platform/ai/ai';
import type { AiAnswer, AiPart } from '#platform/ai/ai-request';
import { LeadBatches } from '#domains/leads/batches/lead-batch.service';
import { OutsideWorker } from '../runs/step-worker.js';
import type { Outcome, Visit } from '../runs/visit.js';
import type { AiConfig } from '../steps/deed.shapes.js';
import { WORKFLOW_STEP } from './ai.prompt.js';
import { textOf } from './step-texts.js';

const DEADLINE_MS = 75_000;

/** Asks a model. What it is shown of leads, of the input and of other steps is data that nobody obeys. */
@Injectable()
export class AiNode extends OutsideWorker {
  readonly type = 'ai';
  readonly leaseSeconds = 90;

  constructor(
    private readonly ai: Ai,
    private readonly leads: LeadBatches,
  ) {
    super();
  }

  async call(visit: Visit, signal: AbortSignal): Promise<Outcome> {
    const config = visit.step.config as unknown as AiConfig;
    const { text, answer } = await this.asked(visit, config, signal);
    const output = { text, ai: answer.ai, ...madeBy(answer), prompt_version: WORKFLOW_STEP.promptVersion };
    const { ownerId, workflowId, leadId } = visit.execution;
    const { save_to, choices } = config;
    return {
      kind: 'go',
      output,
      ...(choices && { exit: text }),
      ...(save_to !== undefined &&
        leadId !== null && {
          commit: () =>
            this.leads.write(
              ownerId,
              [leadId],
              { custom_fields: { [save_to]: text } },
              `workflow:${workflowId}`,
            ),
        }),
    };
  }

  private async asked(
    visit: Visit,
    config: AiConfig,
    signal: AbortSignal,
  ): Promise<{ text: string; answer: AiAnswer }> {
    const { instructions, choices, fallback, max_tokens: maxTokens } = config;
    const request = {
      userId: visit.execution.ownerId,
      feature: 'workflows.step',
      instructions: WORKFLOW_STEP.instructions({ instructions, choices: choices ?? [] }),
      promptVersion: WORKFLOW_STEP.promptVersion,
      messages: [{ role: 'user' as const, parts: partsOf(visit, config) }],
      deadlineMs: DEADLINE_MS,
      maxTokens,
      signal,
    };
    if (!choices) {
      const answer = await this.ai.text({
        ...request,
        ...(fallback !== undefined && { offline: () => fallback }),
      });
      return { text: storableText(answer.text), answer };
    }
    const choice = z.strictObject({ choice: z.enum(choices as [string, ...string[]]) });
    const offline = fallback !== undefined &&
      choices.includes(fallback) && { offline: () => ({ choice: fallback }) };
    const answer = await this.ai.answer({ ...request, ...offline }, { name: 'choice', type: choice });
    return { text: answer.value.choice, answer };
  }
}

function madeBy({ provider, model, costMicros }: AiAnswer) {
  return { provider, model, cost_usd: costMicros === null ? null : costMicros / 1_000_000 };
}

function partsOf(visit: Visit, { lead_fields, input_keys, texts_from }: AiConfig): AiPart[] {
  const { lead, execution } = visit;
  const shown = lead && Object.fromEntries(lead_fields.map((name) => [name, lead[name]]));
  const given = Object.fromEntries(
    input_keys.filter((key) => Object.hasOwn(execution.input, key)).map((key) => [key, execution.input[key]]),
  );
  const parts: AiPart[] = [{ kind: 'text', text: 'Do the step for what is marked off below.' }];
  if (shown && lead_fields.length > 0) parts.push(untrusted('lead', JSON.stringify(shown)));
  if (Object.keys(given).length > 0) parts.push(untrusted('input', JSON.stringify(given)));
  for (const id of texts_from) {
    const text = textOf(visit, id);
    if (text !== undefined) parts.push(untrusted(`step ${id}`, text));
  }
  return parts;
}

function untrusted(source: string, text: string): AiPart {
  return { kind: 'untrusted', source, text: text.slice(0, 30_000) };
}
