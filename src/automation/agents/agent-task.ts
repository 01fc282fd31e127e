import type { z } from 'zod';
import type { AgentRun } from './runs/agent-run.js';
import type { Risk } from './risk.js';

/** One kind of work an agent takes: what comes in, what goes out, and the gravest thing it may do. */
export interface AgentTask {
  /** One sentence a person or another agent reads to choose it. */
  readonly does: string;
  readonly risk: Risk;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Takes an input that `input` has read, and answers what `output` has checked. */
  readonly perform: (run: AgentRun, input: unknown) => Promise<unknown>;
}

interface TaskDefinition<Input extends z.ZodType, Output extends z.ZodType> {
  readonly does: string;
  readonly risk: Risk;
  readonly input: Input;
  readonly output: Output;
  readonly work: (run: AgentRun, input: z.output<Input>) => Promise<z.input<Output>>;
}

/** Defines a task; its work sees a checked input, and what it answers is checked before anybody sees it. */
export function defineTask<Input extends z.ZodType, Output extends z.ZodType>({
  work,
  ...task
}: TaskDefinition<Input, Output>): AgentTask {
  return {
    ...task,
    perform: async (run, input) => task.output.parse(await work(run, task.input.parse(input))),
  };
}
