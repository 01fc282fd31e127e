import type { z } from 'zod';
import type { Ai } from '#platform/ai/ai';
import type { AiPart, AiProviderId } from '#platform/ai/ai-request';
import type { PromptDefinition } from '#platform/ai/prompt/define-prompt';
import type { Provenance, ProvenanceSource } from '#platform/ai/provenance.dto';
import type { Database } from '#platform/database/database';
import { OutcomeUnknown, RunBudgetSpent, RunRejected, TooManySteps } from '../agents.errors.js';
import { type ApproveFrom, needsApproval, type Risk } from '../risk.js';
import { converse, type Conversation } from './conversation.js';
import type { Answered, Deed } from './deed.js';
import type { Run, StepKind } from './run.js';
import { WaitsForApproval } from './run-signals.js';
import type { StepLog } from './step-log.js';
import type { ModelUse } from './step.repository.js';

/** A question to a model whose answer has a form. Text of users, pages and leads goes in `untrusted` parts. */
export interface Question<T, Input> {
  readonly prompt: PromptDefinition<Input>;
  /** What the prompt's own words are about; left out for prompts that are always the same. */
  readonly about?: Input;
  readonly parts: readonly AiPart[];
  /** The form, and its name in letters, digits and underscores. */
  readonly shape: { readonly name: string; readonly type: z.ZodType<T> };
  /** What is answered while no model is configured, by rules alone. */
  readonly offline: () => T;
  /** Tells this question from others of the same prompt in the run. */
  readonly key?: string;
  readonly provider?: AiProviderId;
  readonly temperature?: number;
  readonly maxTokens?: number;
}

/** What a run works with. */
export interface RunTools {
  readonly ai: Ai;
  readonly database: Database;
  readonly steps: StepLog;
  readonly approveFrom: ApproveFrom;
  readonly signal: AbortSignal;
  readonly note: (progress: number, note: string) => Promise<void>;
}

/**
 * The run a task works in. Whatever it does goes through here, step by step, and is written down; a step that is done is not
 * done again when another worker goes on with the run, so a model is not asked, or paid, twice for it.
 */
export class AgentRun {
  readonly id: string;
  readonly userId: string;
  readonly signal: AbortSignal;
  private readonly deedsOf = new Map<string, number>();

  constructor(
    private readonly run: Run,
    private readonly tools: RunTools,
  ) {
    this.id = run.id;
    this.userId = run.userId;
    this.signal = tools.signal;
  }

  /** Tells how far the run is: 0 to 100, and in words. */
  progress(percent: number, note: string): Promise<void> {
    return this.tools.note(Math.round(Math.min(100, Math.max(0, percent))), note.slice(0, 300));
  }

  /** Looks something up, or reaches outside. What it gives must be JSON. */
  step<T>(deed: Deed, work: () => Promise<T>): Promise<T> {
    return this.once('tool', deed, async (startedAt, key) => {
      const output = await work();
      await this.tools.steps.done(key, output, startedAt);
      return output;
    });
  }

  /** Changes something of ours: the change and the note that it is done are kept together, or neither is. */
  change<T>(deed: Deed & { readonly risk: Risk }, work: () => Promise<T>): Promise<T> {
    return this.once('change', deed, (startedAt, key) =>
      this.tools.database.transaction(async () => {
        const output = await work();
        await this.tools.steps.done(key, output, startedAt);
        return output;
      }),
    );
  }

  /** Asks a model for an answer in a form; without any model, rules answer. */
  async ask<T, Input = void>(question: Question<T, Input>): Promise<Answered<T>> {
    const { prompt, parts, shape, offline } = question;
    const key = question.key ? `${prompt.promptVersion} ${question.key}` : prompt.promptVersion;
    return this.once('model', { key, input: { parts: parts.map(asNoted) } }, async (startedAt, unique) => {
      this.refuseOverspending();
      const { provider, temperature, maxTokens } = question;
      const answer = await this.tools.ai.answer(
        {
          ...this.asking(prompt.promptVersion),
          instructions: prompt.instructions(question.about as Input),
          messages: [{ role: 'user', parts }],
          offline,
          ...(provider !== undefined && { provider }),
          ...(temperature !== undefined && { temperature }),
          ...(maxTokens !== undefined && { maxTokens }),
        },
        shape,
      );
      const answered = { value: answer.value, ai: answer.ai };
      await this.tools.steps.done(unique, answered, startedAt, useOf(answer, prompt.promptVersion));
      return answered;
    });
  }

  /** Lets a model answer with the tools it is given, and no others, until it has said its word. */
  converse<Input = void>(conversation: Conversation<Input>): Promise<Answered<string>> {
    return converse(conversation, {
      ai: this.tools.ai,
      asking: this.asking(conversation.prompt.promptVersion),
      askOnce: (key, input, work) =>
        this.once('model', { key, input }, async (startedAt, unique) => {
          this.refuseOverspending();
          const answer = await work();
          const said = { text: answer.text, toolCalls: answer.toolCalls, ai: answer.ai };
          await this.tools.steps.done(
            unique,
            said,
            startedAt,
            useOf(answer, conversation.prompt.promptVersion),
          );
          return said;
        }),
      useTool: (deed, work) => this.step(deed, work),
    });
  }

  /** Where what this run wrote comes from: who was asked first, what it leant on, what all of it cost. */
  provenance(more: { sources?: ProvenanceSource[]; brandVersion?: number | null } = {}): Provenance {
    const models = this.tools.steps.all.filter(({ kind, status }) => kind === 'model' && status === 'done');
    const writer = models.find(({ provider }) => provider !== 'offline');
    const known = models.every(({ costMicros }) => costMicros !== null);
    return {
      ai: writer !== undefined,
      provider: writer?.provider ?? 'offline',
      model: writer?.model ?? 'offline',
      prompt_version: writer?.promptVersion ?? null,
      brand_version: more.brandVersion ?? null,
      sources: more.sources ?? [],
      cost_usd: known ? this.tools.steps.costMicros / 1_000_000 : null,
      run_id: this.id,
    };
  }

  private asking(promptVersion: string) {
    const { userId, signal, id: runId } = this;
    return { userId, signal, runId, promptVersion, feature: `agents.${this.run.agent}.${this.run.task}` };
  }

  /** Does a step unless it is done already, after a person has allowed it where the owner wants to be asked. */
  private async once<T>(
    kind: StepKind,
    deed: Deed,
    work: (startedAt: number, key: string) => Promise<T>,
  ): Promise<T> {
    this.signal.throwIfAborted();
    const { steps, approveFrom } = this.tools;
    const key = this.unique(deed.key);
    const risk = deed.risk ?? 'read';
    const known = steps.find(key);
    if (known?.status === 'done') return known.output as T;
    if (known?.status === 'rejected') throw new RunRejected();
    if (deed.once && (known?.status === 'running' || known?.status === 'failed'))
      throw new OutcomeUnknown(key);
    if (!known && steps.count >= this.run.limits.maxSteps) throw new TooManySteps(this.run.limits.maxSteps);
    const step = { key, kind, risk, says: deed.says ?? null, input: deed.input };
    if (needsApproval(risk, approveFrom) && known?.status !== 'approved' && known?.status !== 'running') {
      await steps.begin(step, 'waiting');
      throw new WaitsForApproval();
    }
    await steps.begin(step, 'running');
    const startedAt = performance.now();
    try {
      return await work(startedAt, key);
    } catch (error) {
      await steps.failed(key, error, startedAt).catch(() => undefined);
      throw error;
    }
  }

  /** The same deed again in one run is another step: it gets a number. The order of a task's deeds must not change. */
  private unique(key: string): string {
    const times = (this.deedsOf.get(key) ?? 0) + 1;
    this.deedsOf.set(key, times);
    return times === 1 ? key : `${key} #${times}`;
  }

  private refuseOverspending(): void {
    const { budgetMicros } = this.run.limits;
    if (budgetMicros !== null && this.tools.steps.costMicros >= budgetMicros) throw new RunBudgetSpent();
  }
}

function useOf(
  answer: {
    ai: boolean;
    provider: string;
    model: string;
    usage: { input: number; output: number };
    costMicros: number | null;
  },
  promptVersion: string,
): ModelUse {
  return {
    ai: answer.ai,
    promptVersion,
    provider: answer.provider,
    model: answer.model,
    inputTokens: answer.usage.input,
    outputTokens: answer.usage.output,
    costMicros: answer.costMicros,
  };
}

/** What is written down of a part: pictures by their kind only. */
function asNoted(part: AiPart): unknown {
  return part.kind === 'image' ? { kind: 'image', mediaType: part.mediaType } : part;
}
