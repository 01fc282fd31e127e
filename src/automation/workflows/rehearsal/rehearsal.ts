import { type Definition, type Step, stepOf } from '../definitions/definition.js';
import { drawKey } from '../steps/split.js';
import { shapeOf } from '../steps/step-shapes.js';

/** One step of a rehearsal. */
interface RehearsedStep {
  readonly step: string;
  readonly type: string;
  readonly title: string | null;
  /** When it is come to, on the clock of the rehearsal. */
  readonly at: string;
  /** When it goes on. */
  readonly until: string;
  readonly exit: string | null;
  /** Whether the way out was asked for. */
  readonly forced: boolean;
  /** What would be sent or changed. */
  readonly would: Record<string, unknown> | null;
}

interface Rehearsal {
  readonly path: readonly RehearsedStep[];
  /** `end`, `exit`, `goal`, `too many steps` or `too old`. */
  readonly ended: string;
  readonly ends_at: string;
}

/** What a rehearsal is told. */
interface RehearsalWish {
  readonly workflowId: string;
  /** By what a lead is drawn: its id, or what stands for it. */
  readonly whose: string;
  readonly trigger: string;
  readonly start: Date;
  /** The lead as it comes in. */
  readonly lead: Sample;
  /** By steps, the way out that is to be taken. */
  readonly outcomes: Readonly<Record<string, string>>;
  /** Which condition of a branch, goal or aim the lead fulfils: asked of the leads, never of a second reader of filters. */
  readonly answers: (step: Step) => Promise<string | undefined>;
  /** Says of the lead what the step says of it; answers the lead as it is then, or nothing where it is as before. */
  readonly does: (step: Step) => Promise<Sample | undefined>;
}

/** A lead of a rehearsal. */
type Sample = Readonly<Record<string, unknown>>;

const STEPS_AT_MOST = 300;
const DAY_MS = 86_400_000;

/** Walks through a definition on a clock of its own. Nothing is sent, asked of the outside or waited for. */
export async function rehearsed(definition: Definition, wish: RehearsalWish): Promise<Rehearsal> {
  const path: RehearsedStep[] = [];
  const most = Math.min(definition.settings.max_steps, STEPS_AT_MOST);
  const last = wish.start.getTime() + definition.settings.max_days * DAY_MS;
  let { start: now, lead } = wish;
  let step = stepOf(definition, wish.trigger);
  while (step) {
    if (path.length > most) return over(path, 'too many steps', now);
    if (now.getTime() > last) return over(path, 'too old', now);
    const walked = await walkedStep(step, { now, lead }, wish);
    path.push(walked);
    now = new Date(walked.until);
    if (walked.exit === null) return over(path, endOf(step), now);
    lead = (await wish.does(step)) ?? lead;
    step = stepOf(definition, step.next[walked.exit] ?? null);
  }
  return over(path, 'end', now);
}

async function walkedStep(
  step: Step,
  { now, lead }: { now: Date; lead: Sample },
  wish: RehearsalWish,
): Promise<RehearsedStep> {
  const shape = shapeOf(step.type);
  const key = drawKey(wish.workflowId, step.id, wish.whose);
  const usual = shape?.rehearse(step.config, { now, lead, key });
  const exits = shape?.exits(step.config) ?? [];
  const asked = Object.hasOwn(wish.outcomes, step.id) ? wish.outcomes[step.id] : undefined;
  const forced = asked !== undefined && exits.includes(asked);
  const answered = forced ? undefined : await wish.answers(step);
  const exit = forced ? asked : answered === 'end' ? null : (answered ?? usual?.exit ?? null);
  // What happens or is decided is taken to do so at once: the latest moment is what is waited for otherwise.
  const waits = !exits.includes('timed_out') || exit === 'timed_out';
  return {
    step: step.id,
    type: step.type,
    title: step.title ?? null,
    at: now.toISOString(),
    until: ((waits ? usual?.until : undefined) ?? now).toISOString(),
    exit,
    forced,
    would: usual?.would ?? null,
  };
}

/** A step with ways out is left by none of them when the lead is what the workflow is for. */
function endOf({ type, config }: Step): string {
  if ((shapeOf(type)?.exits(config) ?? []).length > 0) return 'goal';
  const reason = config['reason'];
  return typeof reason === 'string' ? reason : type;
}

function over(path: readonly RehearsedStep[], ended: string, at: Date): Rehearsal {
  return { path, ended, ends_at: at.toISOString() };
}
