import { Injectable } from '@nestjs/common';
import { LeadFeed } from '#domains/leads/telling/lead-feed.repository';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { DefinitionBook } from '../definitions/definition-book.js';
import { type Definition, type Step, stepOf } from '../definitions/definition.js';
import { AdvanceInstancesJob, MakeCallsJob } from '../runs/run.jobs.js';
import { SettleRepository } from '../runs/settle.repository.js';
import { awaitedAt } from '../steps/awaited-at.js';
import { shapeOf } from '../steps/step-shapes.js';
import { StepUnknown, VersionNotFound } from '../workflow.errors.js';
import { type Retried, type Selection, SteeringRepository, type Target } from './steering.repository.js';

/** From where failed instances go on: the step that failed, the start, or a step by its id. */
interface RetryWish {
  readonly from: string;
  /** Another version than their own. */
  readonly version?: number | undefined;
}

/** Instances that could not be taken to another version, by where they stand. */
interface LeftBehind {
  readonly version: number;
  readonly step: string | null;
  readonly count: number;
  readonly reason: string;
}

/** What owners want of instances under way, of one or of many. */
@Injectable()
export class Steering {
  constructor(
    private readonly database: Database,
    private readonly steering: SteeringRepository,
    private readonly settlements: SettleRepository,
    private readonly book: DefinitionBook,
    private readonly feed: LeadFeed,
    private readonly jobs: Jobs,
  ) {}

  pause(ownerId: string, meant: Selection): Promise<number> {
    return this.steering.pause(ownerId, meant, 'owner');
  }

  resume(ownerId: string, meant: Selection): Promise<number> {
    return this.woken(() => this.steering.resume(ownerId, meant, null));
  }

  pauseAll(ownerId: string, workflowId: string): Promise<number> {
    return this.steering.pause(ownerId, { workflowId }, 'workflow');
  }

  /** Those that somebody has paused one by one stay so. */
  resumeAll(ownerId: string, workflowId: string): Promise<number> {
    return this.woken(() => this.steering.resume(ownerId, { workflowId }, 'workflow'));
  }

  cancelAll(ownerId: string, workflowId: string): Promise<number> {
    return this.cancel(ownerId, { workflowId });
  }

  cancel(ownerId: string, meant: Selection): Promise<number> {
    return this.database.transaction(async () => {
      const { asked, over } = await this.steering.cancel(ownerId, meant);
      if (over.length > 0) await this.settlements.leave(ownerId, over);
      return asked;
    });
  }

  /** Lets failed instances go on; answers how many, and how many do not because their lead is in another one. */
  retry(ownerId: string, meant: Selection, { from, version }: RetryWish): Promise<Retried> {
    return this.database.transaction(async () => {
      await this.feed.holdBack(ownerId);
      const sum = { changed: 0, refused: 0 };
      for (const place of await this.steering.places(ownerId, meant, 'failed')) {
        const ref = { workflowId: place.workflowId, version: version ?? place.version };
        const definition = await this.definition(ownerId, ref);
        const kind = from === 'failed' || from === 'start' ? from : 'step';
        const step = kind === 'failed' ? place.step : kind === 'start' ? firstOf(definition) : from;
        const target = stepOf(definition, step);
        if (!target) throw new StepUnknown(step ?? '', ref.version);
        const { changed, refused } = await this.steering.retry(ownerId, meant, place, {
          target: targetOf(target, ref.version),
          from: kind,
          oneAtATime: definition.settings.re_entry === 'after_end',
        });
        sum.changed += changed;
        sum.refused += refused;
      }
      if (sum.changed > 0) await this.wake();
      return sum;
    });
  }

  /** Takes instances to another version, where there is a step of the same kind; `map` says which, where it has another name. */
  migrate(
    ownerId: string,
    meant: Selection & { workflowId: string },
    { version, map }: { version: number; map: Readonly<Record<string, string>> },
  ): Promise<{ moved: number; left: LeftBehind[] }> {
    return this.database.transaction(async () => {
      const next = await this.definition(ownerId, { workflowId: meant.workflowId, version });
      const places = await this.steering.places(ownerId, meant, 'movable');
      const left: LeftBehind[] = [];
      let moved = 0;
      for (const place of places.filter((one) => one.version !== version)) {
        const former = stepOf(await this.definition(ownerId, place), place.step);
        const name =
          place.step !== null && Object.hasOwn(map, place.step) ? (map[place.step] ?? null) : place.step;
        const target = stepOf(next, name);
        const reason = unfit(former, target, version);
        if (target && reason === undefined)
          moved += await this.steering.move(ownerId, meant, place, targetOf(target, version));
        else
          left.push({ version: place.version, step: place.step, count: place.count, reason: reason ?? '' });
      }
      return { moved, left };
    });
  }

  private async definition(
    ownerId: string,
    ref: { workflowId: string; version: number },
  ): Promise<Definition> {
    const definition = await this.book.one(ownerId, ref);
    if (!definition) throw new VersionNotFound();
    return definition;
  }

  private woken(work: () => Promise<number>): Promise<number> {
    return this.database.transaction(async () => {
      const count = await work();
      if (count > 0) await this.wake();
      return count;
    });
  }

  private async wake(): Promise<void> {
    await this.jobs.send(AdvanceInstancesJob, { askedBy: 'owner' });
    await this.jobs.send(MakeCallsJob, { askedBy: 'owner' });
  }
}

function firstOf({ steps }: Definition): string | null {
  return steps.find(({ type }) => type === 'trigger')?.next['next'] ?? null;
}

function targetOf(step: Step, version: number): Target {
  return { version, step: step.id, outside: shapeOf(step.type)?.outside ?? false, ...awaitedAt(step) };
}

function unfit(former: Step | undefined, target: Step | undefined, version: number): string | undefined {
  if (!target) return `Version ${version} has no such step.`;
  if (former && former.type !== target.type)
    return `The step is ${target.type} in version ${version}, not ${former.type}.`;
  return undefined;
}
