import { setTimeout as sleep } from 'node:timers/promises';
import type { AppProcess, Crew } from './crew.ts';
import type { FaultySink } from './faulty-sink.ts';
import { randomFrom } from './trial.ts';

const LOOK_AGAIN_WITHIN_MS = 50;
/** How many go on while one is killed. */
export const OTHERS = 2;

export interface KillPlan {
  readonly crew: Crew;
  readonly sink: FaultySink;
  readonly intervalMs: number;
  readonly most: number;
  readonly seed: number;
}

/** One kill: when, how many mails the victim was handing over, and how many others had begun one in the last second. */
export interface Kill {
  readonly at: number;
  readonly inData: number;
  readonly othersBusy: number;
}

/**
 * Every interval kills one worker that is handing over a mail at that moment while two others are running, and employs
 * the next. When nobody is handing over, it waits; a kill that came late is not made up for.
 */
export async function killWorkers(plan: KillPlan, stop: AbortSignal): Promise<Kill[]> {
  const { crew, sink, intervalMs, most } = plan;
  const random = randomFrom(plan.seed);
  const kills: Kill[] = [];
  let due = performance.now() + intervalMs;
  while (kills.length < most && !stop.aborted) {
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    const atIt = (worker: AppProcess) => sink.inDataOf(worker.name) > 0;
    const candidates = crew.working.filter(atIt);
    const victim = candidates[Math.floor(random() * candidates.length)];
    if (!victim || crew.working.length <= OTHERS) {
      // At no particular moment of a mail: the first look that finds somebody would always find the beginning of one.
      await sleep(random() * LOOK_AGAIN_WITHIN_MS);
      continue;
    }
    const at = performance.now();
    const others = crew.working.filter((worker) => worker !== victim && sink.isBusy(worker.name));
    kills.push({ at, inData: sink.inDataOf(victim.name), othersBusy: others.length });
    crew.lose(victim);
    crew.employ();
    due += intervalMs;
    if (due < at) due = at + intervalMs;
  }
  return kills;
}
