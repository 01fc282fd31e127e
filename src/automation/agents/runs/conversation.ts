import type { z } from 'zod';
import type { Ai } from '#platform/ai/ai';
import type { AiAnswer, AiMessage, AiPart, AiRequest, AiToolCall } from '#platform/ai/ai-request';
import type { PromptDefinition } from '#platform/ai/prompt/define-prompt';
import { AppError } from '#kernel/errors';
import { LoopDetected, TooManySteps } from '../agents.errors.js';
import type { Answered, Deed } from './deed.js';

const ROUNDS_AT_MOST = 8;
const SAME_CALL_AT_MOST = 2;
const LONGEST_TOOL_OUTPUT = 20_000;

/** Something a model may look up. It reads only: what changes something is decided by the task, never by a model. */
export interface LookUp<Input extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly description: string;
  readonly input: Input;
  readonly work: (input: z.output<Input>) => Promise<unknown>;
}

/** A look-up whose input its work sees as the form says. */
export function lookUp<Input extends z.ZodType>(tool: LookUp<Input>): LookUp {
  return { ...tool, work: (input) => tool.work(tool.input.parse(input)) };
}

/** What a model is asked, and what it may look up to answer: nothing that is not in `tools`. */
export interface Conversation<Input> {
  readonly prompt: PromptDefinition<Input>;
  readonly about?: Input;
  readonly parts: readonly AiPart[];
  readonly tools: readonly LookUp[];
  /** What is answered while no model is configured. */
  readonly offline: () => string;
}

interface Said {
  readonly text: string;
  readonly toolCalls: readonly AiToolCall[];
  readonly ai: boolean;
}

interface Means {
  readonly ai: Ai;
  readonly asking: Pick<AiRequest, 'userId' | 'feature' | 'signal' | 'runId' | 'promptVersion'>;
  readonly askOnce: (key: string, input: unknown, work: () => Promise<AiAnswer>) => Promise<Said>;
  readonly useTool: <T>(deed: Deed, work: () => Promise<T>) => Promise<T>;
}

/** Asks, looks up what the model wants to know, and asks again until it answers. */
export async function converse<Input>(
  { prompt, about, parts, tools, offline }: Conversation<Input>,
  { ai, asking, askOnce, useTool }: Means,
): Promise<Answered<string>> {
  const messages: AiMessage[] = [{ role: 'user', parts }];
  const calls = new Map<string, number>();
  for (let round = 1; round <= ROUNDS_AT_MOST; round++) {
    const said = await askOnce(prompt.promptVersion, { round, parts: round === 1 ? parts : [] }, () =>
      ai.text({ ...asking, instructions: prompt.instructions(about as Input), messages, tools, offline }),
    );
    if (said.toolCalls.length === 0) return { value: said.text, ai: said.ai };
    messages.push({ role: 'assistant', text: said.text, toolCalls: said.toolCalls });
    for (const call of said.toolCalls) {
      refuseLoops(call, calls);
      messages.push({
        role: 'tool',
        callId: call.id,
        name: call.name,
        output: await looked(call, tools, useTool),
      });
    }
  }
  throw new TooManySteps(ROUNDS_AT_MOST);
}

function refuseLoops(call: AiToolCall, calls: Map<string, number>): void {
  const same = `${call.name} ${JSON.stringify(call.input)}`;
  const times = (calls.get(same) ?? 0) + 1;
  if (times > SAME_CALL_AT_MOST) throw new LoopDetected(call.name);
  calls.set(same, times);
}

/** What the model is told. A tool it was not given, or words that do not fit one, are its own mistake: it may correct it. */
async function looked(
  call: AiToolCall,
  tools: readonly LookUp[],
  useTool: Means['useTool'],
): Promise<string> {
  const tool = tools.find(({ name }) => name === call.name);
  if (!tool || call.problem !== undefined) return call.problem ?? `There is no tool ${call.name}.`;
  try {
    const found = await useTool({ key: `tool ${tool.name}`, input: call.input }, () => tool.work(call.input));
    return JSON.stringify(found ?? null).slice(0, LONGEST_TOOL_OUTPUT);
  } catch (error) {
    if (
      error instanceof AppError &&
      (error.kind === 'not-found' || error.kind === 'malformed' || error.kind === 'invalid')
    )
      return error.message;
    throw error;
  }
}
