/** The format in which definitions are written today; older ones are brought up to it when they are read. */
export const FORMAT = 2;

export const RE_ENTRIES = ['never', 'after_end', 'always'] as const;
type ReEntry = (typeof RE_ENTRIES)[number];

/** What holds for every instance. */
interface WorkflowSettings {
  /** Whether a lead may enter again: never, once its last instance has ended, or at any time. */
  readonly re_entry: ReEntry;
  /** What tells instances apart of which only one works at a time; the others wait in line. `lead`, `lead.company`, `input.order`. */
  readonly concurrency_key?: string | undefined;
  /** What is let in once: a second entry with the same is none. */
  readonly dedupe_key?: string | undefined;
  /** Instances of leads that this filter means are over, whatever is still to be done. Asked before each step. */
  readonly goal?: Record<string, unknown> | undefined;
  /** Visits of steps that an instance may make. */
  readonly max_steps: number;
  /** Days after which an instance is ended. */
  readonly max_days: number;
}

/** How often a step is tried, and what then. */
export interface Persistence {
  readonly limit: number;
  /** Before the first repetition; each next pause is twice as long. */
  readonly seconds: number;
}

/** One step as it stands in a definition. What its config must be, its type says. */
export interface Step {
  readonly id: string;
  readonly type: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly icon?: string | undefined;
  readonly color?: string | undefined;
  readonly config: Readonly<Record<string, unknown>>;
  /** By its ways out, the step that follows; null is the end. */
  readonly next: Readonly<Record<string, string | null>>;
  readonly retry?: Persistence | undefined;
  /** Whether the instance fails with the step, or goes on at its first way out. */
  readonly on_error?: 'fail' | 'continue' | undefined;
}

/** What is done, in which order, on which conditions. */
export interface Definition {
  readonly format: typeof FORMAT;
  readonly settings: WorkflowSettings;
  readonly steps: readonly Step[];
}

export const DEFAULT_SETTINGS: WorkflowSettings = { re_entry: 'after_end', max_steps: 500, max_days: 365 };
export const DEFAULT_RETRY: Persistence = { limit: 5, seconds: 30 };

export const STEPS_AT_MOST = 100;
export const VISITS_AT_MOST = 2_000;
export const DAYS_AT_MOST = 1_095;
export const LARGEST_DEFINITION = 256 * 1024;
export const LARGEST_INPUT = 32 * 1024;
export const LARGEST_OUTPUT = 32 * 1024;
export const LARGEST_MEMORY = 256 * 1024;

/** The step of that id. */
export function stepOf(definition: Definition, id: string | null): Step | undefined {
  return id === null ? undefined : definition.steps.find((step) => step.id === id);
}
